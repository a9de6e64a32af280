import { shownField } from '../shown-fields.ts'
import type { Suggestion } from '../suggest/suggestion.ts'
import { element } from './elements.ts'
import { formatNumber } from './figures.ts'
import { howMatched, otherForm } from './wording.ts'

/** Shows in `place` the entry that was chosen, with the fields `show` of its payload, and how it had matched. */
export function showChosen(place: HTMLElement, suggestion: Suggestion, show: readonly string[]): void {
  const { text, id, weight, score, payload, match } = suggestion
  const form = otherForm(suggestion)
  // The payload itself is shown below in any case.
  const fields = show.filter((name) => name !== '.').map((name) => [name, shownField(payload, name)] as const)
  const facts: readonly (readonly [string, string | undefined])[] = [
    ...fields.filter(([, value]) => value !== ''),
    ['Id', id],
    ['Found as', form],
    ['Matched', howMatched(match)],
    ['Weight', formatNumber(weight)],
    ['Score', formatNumber(score)],
  ]
  place.replaceChildren(
    element('p', { class: 'eyebrow' }, 'Chosen'),
    element('h2', { dir: 'auto' }, text),
    element(
      'dl',
      {},
      ...facts.flatMap(([name, value]) =>
        value === undefined ? [] : [element('dt', {}, name), element('dd', {}, element('bdi', {}, value))],
      ),
    ),
  )
  if (payload !== undefined) {
    const code = element('code', { dir: 'auto' }, JSON.stringify(payload, undefined, 2))
    place.append(element('h3', {}, 'Payload'), element('pre', { tabindex: '0' }, code))
  }
  place.hidden = false
}
