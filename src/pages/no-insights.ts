/**
 * Stands in the bundle for the plugin of the combobox library that reports to a service: it would
 * load a script from elsewhere. Nothing here turns it on, and nothing of it is in the page.
 *
 * @throws `Error` always.
 */
export function createAlgoliaInsightsPlugin(): never {
  throw new Error('this page reports to nobody')
}
