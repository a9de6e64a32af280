/**
 * What is wrong for those who do not see the page, or not well: things without a name, ids that are there twice or
 * not at all, headings that skip a level, and texts with less contrast than WCAG asks at level AA. It runs in the
 * browser, and has no functions of its own with a name: what compiles it for Node.js would wrap them.
 */
export function barriers(): string[] {
  const found: string[] = []
  const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter((node) => node.checkVisibility())
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  found.push(...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `two elements #${id}`))
  for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant']) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      const missing = (node.getAttribute(name) ?? '').split(' ').filter((id) => !ids.includes(id))
      if (missing.length > 0) found.push(`${name} of <${node.localName}> leads to no #${missing.join(', #')}`)
    }
  }
  if (document.documentElement.lang === '') found.push('no language')
  if (document.querySelectorAll('main').length !== 1) found.push('not one main')
  for (const image of document.images) if (!image.hasAttribute('alt')) found.push('an image without alt')
  for (const node of shown.filter(({ localName }) => localName === 'button' || localName === 'a')) {
    const label = node.closest('label')?.getAttribute('aria-label')
    if (`${node.textContent}${node.title}${label ?? ''}`.trim() === '') found.push(`a <${node.localName}> without name`)
  }
  const levels = shown.filter(({ localName }) => /^h\d$/.test(localName)).map(({ localName }) => Number(localName[1]))
  if (levels[0] !== 1) found.push('the first heading is no h1')
  levels.forEach((level, place) => {
    if (place > 0 && level > (levels[place - 1] ?? 0) + 1) found.push(`h${level} skips a level`)
  })

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (canvas === null) return ['no canvas to measure colors with']
  const luminances = new Map<string, number>()
  for (const node of shown) {
    const isText = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim() !== '')
    if (!isText || node.closest('.unseen, svg') !== null) continue
    let ground: Element | null = node
    while (ground !== null && /^(transparent|rgba\(.*, 0\))$/.test(getComputedStyle(ground).backgroundColor)) {
      ground = ground.parentElement
    }
    const style = getComputedStyle(node)
    const colors = [style.color, getComputedStyle(ground ?? document.body).backgroundColor]
    for (const color of colors) {
      if (luminances.has(color)) continue
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
        const part = value / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      luminances.set(color, 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    }
    const [text = 0, back = 0] = colors.map((color) => luminances.get(color) ?? 0)
    const contrast = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05)
    if (contrast < 4.5) found.push(`contrast ${contrast.toFixed(2)}: ${node.textContent?.slice(0, 40)}`)
  }
  return found
}
