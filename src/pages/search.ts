import { Announcer } from './announcer.ts'
import { ask } from './answers.ts'
import { showChosen } from './chosen.ts'
import { Combobox } from './combobox.ts'
import { byId, element } from './elements.ts'
import { listTemplates } from './suggestion-list.ts'
import { announcementOf, nameOf } from './wording.ts'

const SUGGESTIONS = 8
const EXAMPLES = 5

const announcer = new Announcer(byId('announcer'))
const details = byId('details')
const chosen = byId('chosen')
const examples = byId('examples')

/** The fields of a payload that the server wants beside a text. */
const show = fieldsToShow()

const showsDetails = () => details.getAttribute('aria-pressed') === 'true'

const combobox = new Combobox({
  container: byId('box'),
  panel: byId('panel'),
  describedBy: 'hint',
  placeholder: 'Start typing…',
  ask: (query) => ask(query, SUGGESTIONS),
  templates: (answer) => listTemplates(answer, { show, showsDetails }),
  onShown: (answer) => announcer.say(answer === undefined ? '' : announcementOf(answer, show)),
  onChosen(suggestion) {
    examples.hidden = true
    showChosen(chosen, suggestion, show)
    announcer.say(`Chosen: ${nameOf(suggestion, show)}`)
  },
})

details.addEventListener('click', () => {
  details.setAttribute('aria-pressed', String(!showsDetails()))
  combobox.redraw()
})
// A press elsewhere closes the list; one on the switch shows the details of the open one.
details.addEventListener('mousedown', (event) => {
  event.preventDefault()
  event.stopPropagation()
})
details.addEventListener('touchstart', (event) => event.stopPropagation(), { passive: true })

/** Reads what the server wrote into the page. */
function fieldsToShow(): string[] {
  const { content = '[]' } = document.querySelector<HTMLMetaElement>('meta[name=show]') ?? {}
  return JSON.parse(content)
}

/** Shows the best entries of the index as something to begin with. */
async function showExamples(): Promise<void> {
  const answer = await ask('', EXAMPLES)
  if (answer.isFailure || answer.suggestions.length === 0 || !chosen.hidden) return
  // A button types its text, so one is enough for equal ones.
  const buttons = [...new Set(answer.suggestions.map(({ text }) => text))].map((text) => {
    const button = element('button', { type: 'button', dir: 'auto' }, text)
    button.addEventListener('click', () => combobox.focus(text))
    return element('li', {}, button)
  })
  examples.querySelector('ul')?.replaceChildren(...buttons)
  examples.hidden = false
}

// Where there is a keyboard the focus may go into the box; elsewhere one would pop up unasked.
if (matchMedia('(hover: hover)').matches) combobox.focus()
void showExamples()
