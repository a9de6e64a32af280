import {
  type AutocompleteApi,
  type AutocompleteOptions,
  type AutocompleteSource,
  type AutocompleteState,
  autocomplete,
  type SourceTemplates,
} from '@algolia/autocomplete-js'
import type { Suggestion } from '../suggest/suggestion.ts'
import type { Answer, FoundAnswer } from './answers.ts'

/** An option of the list. A type, since the library wants one with an index signature. */
export type Option = { suggestion: Suggestion; answer: FoundAnswer }

/** How the library calls what draws the list. */
export type Templates = SourceTemplates<Option>

/** What a combobox needs from the page. */
export interface ComboboxOptions {
  /** Where the form with the box is put. */
  container: HTMLElement
  /** Where the list is put while it is open. */
  panel: HTMLElement
  /** The ids of what describes the box. */
  describedBy: string
  placeholder: string
  /** Asks for suggestions; must not reject. */
  ask(query: string): Promise<Answer>
  /** Draws the list of one answer. */
  templates(answer: Answer): Templates
  /** Hears of each answer that the list shows, and of `undefined` once it is closed. */
  onShown(answer: Answer | undefined): void
  /** Hears of the suggestion that was chosen. */
  onChosen(suggestion: Suggestion, answer: FoundAnswer): void
}

/** A source that knows the one answer which all of its list comes from. */
interface AnswerSource extends AutocompleteSource<Option> {
  answer: Answer
}

/** How long to wait before asking again a server that did not answer, in milliseconds. */
const RETRY_MS = 2_000

/**
 * A combobox with a list, as the ARIA Authoring Practices describe it. The library has the keyboard, the
 * pointer and the order of answers; this class brings its attributes to ARIA 1.2 (the text field itself is the
 * combobox), and never lets a choice hit an entry that came under it a moment ago.
 */
export class Combobox {
  readonly #options: ComboboxOptions
  readonly #box: AutocompleteApi<Option>
  readonly #input: HTMLInputElement
  #state: AutocompleteState<Option> | undefined
  /** What was chosen last: an answer that is still on its way must not open the list again. */
  #settledQuery: string | undefined
  #retry: number | undefined

  constructor(options: ComboboxOptions) {
    this.#options = options
    this.#box = autocomplete<Option>({
      id: 'suggest',
      container: options.container,
      panelContainer: options.panel,
      detachedMediaQuery: 'not all',
      placeholder: options.placeholder,
      insights: false,
      translations: { submitButtonTitle: 'Search', clearButtonTitle: 'Clear' },
      getSources: async ({ query }) => [await this.#sourceOf(query)],
      shouldPanelOpen: ({ state }) => state.query !== '' && state.query !== this.#settledQuery,
      onStateChange: ({ state, prevState }) => this.#changed(state, prevState),
      navigator: { navigate() {}, navigateNewTab() {}, navigateNewWindow() {} },
      ...this.#attributes(),
    })
    const input = options.container.querySelector('input')
    if (input === null) throw new Error('the combobox has no text field')
    this.#input = input
  }

  /** Moves the focus into the text field, and types `query` there if it is given. */
  focus(query?: string): void {
    if (query !== undefined) {
      this.#settledQuery = undefined
      this.#box.setQuery(query)
    }
    // To focus asks, and opens the list; a field that has the focus already has to be asked.
    if (document.activeElement === this.#input) void this.#box.refresh()
    else this.#input.focus()
  }

  /** Draws the list again, for what the templates know and the answer does not. */
  redraw(): void {
    this.#box.setContext({})
  }

  /** The attributes that the library has otherwise, or not. */
  #attributes(): Partial<AutocompleteOptions<Option>> {
    return {
      // The wrapper is no combobox, and the name of the field is not "Submit".
      getRootProps: () => ({}) as never,
      getLabelProps: () => ({}) as never,
      getInputProps: ({ props, state }) => {
        const isExpanded = state.isOpen && itemsOf(state).length > 0
        const attributes = {
          role: 'combobox',
          dir: 'auto',
          'aria-autocomplete': 'list' as const,
          'aria-expanded': isExpanded,
          'aria-haspopup': 'listbox',
          'aria-controls': isExpanded ? props['aria-controls'] : undefined,
          'aria-describedby': this.#options.describedBy,
          'aria-labelledby': undefined,
        }
        return { ...props, ...attributes } as unknown as typeof props
      },
      getListProps: ({ props }) => {
        const attributes = { 'aria-labelledby': undefined, 'aria-label': 'Suggestions' }
        return { ...props, ...attributes } as unknown as typeof props
      },
      getFormProps: ({ props }) => ({
        ...props,
        onSubmit: (event: Event) => {
          event.preventDefault()
          void this.#takeBest()
        },
      }),
    }
  }

  async #sourceOf(query: string): Promise<AnswerSource> {
    this.#settledQuery = undefined
    clearTimeout(this.#retry)
    const answer = await this.#options.ask(query)
    const options = answer.isFailure ? [] : answer.suggestions.map((suggestion) => ({ suggestion, answer }))
    return {
      sourceId: 'suggestions',
      answer,
      templates: this.#options.templates(answer),
      getItems: () => options,
      // What has an address is chosen at once; without, the library would ask for its text first.
      getItemUrl: () => '#chosen',
      onSelect: ({ item }) => this.#choose(item),
    }
  }

  #changed(state: AutocompleteState<Option>, before: AutocompleteState<Option>): void {
    this.#state = state
    const answer = shownAnswer(state)
    if (answer === shownAnswer(before)) return
    this.#options.onShown(answer)
    if (state.activeItemId !== null) this.#box.setActiveItemId(placeOfActive(state, before))
    if (answer?.isFailure && answer.query === state.query) {
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => void this.#box.refresh(), RETRY_MS)
    }
  }

  /** Enter without an active option, and the button, take the best suggestion for what is typed. */
  async #takeBest(): Promise<void> {
    const query = this.#state?.query ?? ''
    if (query === '') return this.focus()
    const answer = await this.#options.ask(query)
    if (this.#state?.query !== query || this.#settledQuery === query) return
    const [suggestion] = answer.isFailure ? [] : answer.suggestions
    if (suggestion !== undefined && !answer.isFailure) return this.#choose({ suggestion, answer })
    this.#box.setIsOpen(true)
    await this.#box.refresh()
  }

  #choose({ suggestion, answer }: Option): void {
    this.#settledQuery = suggestion.text
    clearTimeout(this.#retry)
    this.#box.setIsOpen(false)
    // The list was that of what was typed before.
    this.#box.setCollections([])
    this.#box.setQuery(suggestion.text)
    this.#options.onChosen(suggestion, answer)
  }
}

function itemsOf(state: AutocompleteState<Option>): Option[] {
  return state.collections.flatMap(({ items }) => items)
}

/** Where the option that was active before another list came under it is now, or `null` if it is gone. */
function placeOfActive(state: AutocompleteState<Option>, before: AutocompleteState<Option>): number | null {
  const active = before.activeItemId === null ? undefined : itemsOf(before)[before.activeItemId]?.suggestion
  const place = itemsOf(state).findIndex(
    ({ suggestion: { id, text } }) => active !== undefined && text === active.text && id === active.id,
  )
  return place === -1 ? null : place
}

function answerOf(state: AutocompleteState<Option>): Answer | undefined {
  const source = state.collections[0]?.source as unknown as AnswerSource | undefined
  return source?.answer
}

function shownAnswer(state: AutocompleteState<Option>): Answer | undefined {
  return state.isOpen ? answerOf(state) : undefined
}
