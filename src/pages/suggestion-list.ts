import type { AutocompleteRenderer, VNode } from '@algolia/autocomplete-js'
import type { Suggestion } from '../suggest/suggestion.ts'
import type { Answer, FoundAnswer } from './answers.ts'
import type { Templates } from './combobox.ts'
import { formatMs, formatNumber } from './figures.ts'
import { didYouMean, howMatched, otherForm, segmentsOf } from './wording.ts'

/** Makes a node of the list. Strings become text nodes, so no text of an index is ever markup. */
type Make = AutocompleteRenderer['createElement']

/** Draws the list of `answer`. Whether details are shown is asked each time that it is drawn. */
export function listTemplates(answer: Answer, showsDetails: () => boolean): Templates {
  const templates: Templates = {
    item: ({ item, createElement }) => suggestionNode(item.suggestion, showsDetails(), createElement),
    noResults: ({ createElement }) => nothingNode(answer, createElement),
  }
  const note = didYouMean(answer)
  if (note !== undefined) {
    templates.header = ({ createElement: make }) =>
      make('p', { className: 'note' }, 'Did you mean ', make('bdi', null, note.text), `? ${note.reason}`)
  }
  if (!answer.isFailure) templates.footer = ({ createElement }) => footerNode(answer, showsDetails(), createElement)
  return templates
}

function suggestionNode(suggestion: Suggestion, showsDetails: boolean, make: Make): VNode {
  const pieces = segmentsOf(suggestion.text, suggestion.highlights).map(({ text, isMatch }) =>
    isMatch ? make('mark', null, text) : text,
  )
  const form = otherForm(suggestion)
  const details = `${howMatched(suggestion.match)} · score ${formatNumber(suggestion.score)}`
  return make(
    'div',
    { className: 'suggestion' },
    make('span', { className: 'suggestion-text', dir: 'auto' }, ...pieces),
    form !== undefined &&
      make(
        'span',
        { className: 'suggestion-form' },
        make('span', { className: 'unseen' }, 'found as '),
        make('bdi', null, form),
      ),
    showsDetails && make('span', { className: 'suggestion-details' }, details),
  )
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
