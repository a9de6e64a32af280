import type { AutocompleteRenderer, VNode } from '@algolia/autocomplete-js'
import { shownFields } from '../shown-fields.ts'
import type { Suggestion } from '../suggest/suggestion.ts'
import type { Answer, FoundAnswer } from './answers.ts'
import type { Templates } from './combobox.ts'
import { formatMs, formatNumber } from './figures.ts'
import { didYouMean, howMatched, nameOf, otherForm, segmentsOf } from './wording.ts'

/** Makes a node of the list. Strings become text nodes, so no text of an index is ever markup. */
type Make = AutocompleteRenderer['createElement']

/** What the list shows of a suggestion beside its text. */
export interface Shown {
  /** The fields of its payload. */
  show: readonly string[]
  /** Whether how it matched is shown, asked each time that the list is drawn. */
  showsDetails(): boolean
}

/** Draws the list of `answer`. */
export function listTemplates(answer: Answer, { show, showsDetails }: Shown): Templates {
  const templates: Templates = {
    item: ({ item, createElement }) => suggestionNode(item.suggestion, { show, showsDetails }, createElement),
    noResults: ({ createElement }) => nothingNode(answer, createElement),
  }
  const note = didYouMean(answer)
  if (note !== undefined) {
    templates.header = ({ createElement: make }) =>
      make(
        'p',
        { className: 'note' },
        'Did you mean ',
        make('bdi', null, nameOf(note.suggestion, show)),
        `? ${note.reason}`,
      )
  }
  if (!answer.isFailure) templates.footer = ({ createElement }) => footerNode(answer, showsDetails(), createElement)
  return templates
}

function suggestionNode(suggestion: Suggestion, { show, showsDetails }: Shown, make: Make): VNode {
  const pieces = segmentsOf(suggestion.text, suggestion.highlights).map(({ text, isMatch }) =>
    isMatch ? make('mark', null, text) : text,
  )
  const form = otherForm(suggestion)
  const details = `${howMatched(suggestion.match)} · score ${formatNumber(suggestion.score)}`
  return make(
    'div',
    { className: 'suggestion' },
    make(
      'span',
      { className: 'suggestion-name', dir: 'auto' },
      make('span', { className: 'suggestion-text' }, ...pieces),
      fieldsNode(shownFields(suggestion.payload, show), make),
    ),
    form !== undefined &&
      make(
        'span',
        { className: 'suggestion-form' },
        make('span', { className: 'unseen' }, 'found as '),
        make('bdi', null, form),
      ),
    showsDetails() && make('span', { className: 'suggestion-details' }, details),
  )
}

/** The fields beside a text, which are part of the name of the option, so that a screen reader says them too. */
function fieldsNode(fields: readonly string[], make: Make): VNode | false {
  const nodes = fields.flatMap((field, place) => [place === 0 ? '' : ', ', make('bdi', null, field)])
  return fields.length > 0 && make('span', { className: 'suggestion-fields' }, ...nodes)
}

/** What stands in place of suggestions. */
function nothingNode(answer: Answer, make: Make): VNode {
  if (answer.isFailure) {
    return make(
      'div',
      { className: 'nothing' },
      make('p', { className: 'nothing-heading' }, answer.message),
      make('p', null, 'What you typed stays; the page asks again every two seconds.'),
    )
  }
  return make(
    'div',
    { className: 'nothing' },
    make('p', { className: 'nothing-heading' }, 'Nothing found for ', make('bdi', null, `“${answer.query.trim()}”`)),
    make('p', null, 'Try fewer letters, or another word of the name.'),
  )
}

function footerNode(answer: FoundAnswer, showsDetails: boolean, make: Make): VNode {
  const server = answer.serverMs === undefined ? '' : `${formatMs(answer.serverMs)} in the server, `
  return make(
    'div',
    { className: 'list-footer' },
    !answer.complete &&
      make('p', { className: 'list-incomplete' }, 'This query took much work; some suggestions may be missing.'),
    showsDetails &&
      make(
        'p',
        { className: 'list-figures' },
        `${server}${formatMs(answer.totalMs)} in all · generation ${answer.generation}`,
      ),
    answer.suggestions.length > 0 &&
      make(
        'p',
        { className: 'list-keys', 'aria-hidden': 'true' },
        ...[
          ['↑↓', 'choose'],
          ['Enter', 'take'],
          ['Esc', 'close'],
        ].flatMap(([key, meaning]) => [make('kbd', null, key), ` ${meaning} `]),
      ),
  )
}
