// What people type, and what the marketplace answers: one step for each feature.

const MARCH = '2026-03-15'
const OCTOBER = '2026-10-15'

/**
 * The steps, in order. Each asks one or more queries; `finds` is what comes first, and what the test of the story
 * expects. The day is 15 March where a step says nothing else, so that the answers are the same all year round.
 */
export const STEPS = [
  {
    title: 'Slips, weighed by the distance of keys',
    says: 'Two services are one wrong letter away. On the Russian keyboard р is beside о, and ц beside у: that decides.',
    asks: [
      { query: 'сборка стрла', finds: 'Сборка стола' },
      { query: 'сборка стцла', finds: 'Сборка стула' },
      { query: 'холодильинк', finds: 'Ремонт холодильника' },
    ],
  },
  {
    title: 'The wrong keyboard layout',
    says: 'Typed with the keyboard on English: the same keys are read as Russian.',
    asks: [
      { query: 'ecnfyjdrf rjylbwbjythf', finds: 'Установка кондиционера' },
      { query: '[jkjlbkmybr', finds: 'Ремонт холодильника' },
    ],
  },
  {
    title: 'Word forms',
    says: 'Any case and number of a word finds the service.',
    asks: [
      { query: 'ремонт холодильников', finds: 'Ремонт холодильника' },
      { query: 'сборку кроватей', finds: 'Сборка кровати' },
    ],
  },
  {
    title: 'Synonyms',
    says: 'What people say, from synonyms.txt, in any form of the word.',
    asks: [
      { query: 'ремонт холодоса', finds: 'Ремонт холодильника' },
      { query: 'чистка кондёра', finds: 'Чистка кондиционера' },
      { query: 'починка стиралки', finds: 'Ремонт стиральной машины' },
    ],
  },
  {
    title: 'Any order, the last word unfinished',
    says: 'Nobody has to know how the service is called.',
    asks: [
      { query: 'двери межком', finds: 'Установка межкомнатной двери' },
      { query: 'окон мы', finds: 'Мытьё окон' },
    ],
  },
  {
    title: 'Latin letters',
    says: 'Transliteration, as on a phone without a Russian keyboard.',
    asks: [
      { query: 'chistka kovra', finds: 'Химчистка ковра' },
      { query: 'pereezd', finds: 'Квартирный переезд' },
    ],
  },
  {
    title: 'Season',
    says: 'The same three letters: people want the cold in spring, and doors in autumn.',
    asks: [
      { query: 'уст', options: { at: MARCH }, finds: 'Установка кондиционера' },
      { query: 'уст', options: { at: OCTOBER }, finds: 'Установка входной двери' },
    ],
  },
  {
    title: 'Filter by city',
    says: 'A wall: what is not offered in Sochi is not there, however popular. Nobody clears snow there.',
    asks: [
      { query: 'уборка снега', options: { at: '2026-01-15', filter: { city: 'kazan' } }, finds: 'Уборка снега' },
      {
        query: 'уборка снега',
        options: { at: '2026-01-15', filter: { city: 'sochi' }, typos: 'never' },
        finds: undefined,
      },
    ],
  },
  {
    title: "Boosts of a person's history",
    says: 'Someone who orders for computers, and for a printer above all: categories and single services count more.',
    asks: [
      { query: 'ремонт', finds: 'Ремонт стиральной машины' },
      {
        query: 'ремонт',
        options: { boosts: { contexts: { category: { computers: 4 } }, ids: { 'computers-10': 5 } } },
        finds: 'Ремонт принтера',
      },
    ],
  },
  {
    title: 'Pinned',
    says: 'The service of the week comes first where it matches, and nowhere else.',
    asks: [
      { query: 'чистка', options: { pin: ['computers-3'] }, finds: 'Чистка ноутбука' },
      { query: 'двер', options: { pin: ['computers-3'] }, finds: 'Установка входной двери' },
    ],
  },
  {
    title: 'Excluded',
    says: 'What is in the basket already is not suggested again, nor a category that someone has hidden.',
    asks: [
      {
        query: 'ремонт',
        options: { exclude: { ids: ['appliances-2'], contexts: { category: 'renovation' } } },
        finds: 'Ремонт кондиционера',
      },
    ],
  },
]

/** Answers one of the queries of a step. */
export function ask(index, { query, options }) {
  return index.suggest(query, { limit: 3, at: MARCH, ...options })
}
