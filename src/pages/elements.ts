/** What an element or a text node is made from; `undefined` and `false` make nothing. */
export type Child = Node | string | undefined | false

/** Creates an HTML element. Strings become text nodes, so nothing in them is ever markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children)
}

/** Creates an SVG element, as {@link element} does. */
export function drawn<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children)
}

/**
 * Returns the element of the page with that id.
 *
 * @throws `Error` if the page has none: script and page are not of one release.
 */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no element #${id}; reload it`)
  return found
}

function filled<Made extends Element>(
  made: Made,
  attributes: Record<string, string | number>,
  children: readonly Child[],
): Made {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  made.append(...children.filter((child) => child !== undefined && child !== false))
  return made
}
