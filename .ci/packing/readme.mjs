// The README as npm shows it, which resolves no link into the repository.

const IMAGE = /\.(svg|png|jpg|gif|webp)$/

/**
 * Makes the links of a README absolute, to the files of one tag of the repository.
 *
 * @param repository - `OWNER/NAME` of the repository.
 * @param tag - The tag of the release, so that links stay true when the files change.
 */
export function absoluteLinks(readme, repository, tag) {
  const absolute = (target) => {
    // What has a scheme is absolute already, and an anchor stays on the page.
    if (/^([a-z]+:|#)/.test(target)) return target
    const path = target.replace(/^\.\//, '')
    if (IMAGE.test(path)) return `https://raw.githubusercontent.com/${repository}/${tag}/${path}`
    return `https://github.com/${repository}/blob/${tag}/${path}`
  }
  return readme
    .replace(/\]\(([^)\s]+)\)/g, (_, target) => `](${absolute(target)})`)
    .replace(/^(\[[^\]]+\]: +)(\S+)/gm, (_, name, target) => `${name}${absolute(target)}`)
    .replace(/\b(src|srcset|href)="([^"]+)"/g, (_, name, target) => `${name}="${absolute(target)}"`)
}

/** Finds the targets of the links of a README that are neither absolute nor anchors. */
export function relativeLinks(readme) {
  const targets = [
    ...readme.matchAll(/\]\(([^)\s]+)\)/g),
    ...readme.matchAll(/^\[[^\]]+\]: +(\S+)/gm),
    ...readme.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g),
  ]
  return targets.map(([, target]) => target).filter((target) => !/^(https?:\/\/|#)/.test(target))
}
