import type { Suggestion } from '../suggest/suggestion.ts'
import { element } from './elements.ts'
import { formatNumber } from './figures.ts'
import { howMatched, otherForm } from './wording.ts'

/** Shows in `place` the entry that was chosen, and how it had matched. */
export function showChosen(place: HTMLElement, suggestion: Suggestion): void {
  const { text, id, weight, score, payload, match } = suggestion
  const form = otherForm(suggestion)
  const facts: readonly (readonly [string, string | undefined])[] = [
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
