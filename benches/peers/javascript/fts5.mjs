/**
 * SQLite FTS5, by `node:sqlite`. Rows stand by falling weight, so the first rows that match are the best ones, and the
 * query ends at the tenth. Slips are for the trigram tokenizer: the rows that share most trigrams, by `bm25`.
 */
import { rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { LIMIT } from '../../sets/draw.mjs'
import { readSorted } from '../queries.mjs'

/** The most trigrams of a query that are asked for: more cost time and find hardly more. */
const quoted = (text) => `"${text.replaceAll('"', '""')}"`

/** Each word as it is, and the last as a prefix. */
function asTyped(query) {
  const words = query.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words.length === 0
    ? undefined
    : words.map((word, i) => quoted(word) + (i === words.length - 1 ? '*' : '')).join(' ')
}

function asTrigrams(query) {
  const parts = new Set()
  for (let i = 0; i + 3 <= query.length; i += 1) parts.add(quoted(query.slice(i, i + 3)))
  return parts.size === 0 ? undefined : [...parts].join(' OR ')
}

function prepare(prefix) {
  return ({ corpus, path }) => {
    rmSync(path, { force: true })
    const database = new DatabaseSync(path)
    database.exec('PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    database.exec('CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT, weight INTEGER)')
    const fts = (name, more) =>
      database.exec(`CREATE VIRTUAL TABLE ${name} USING fts5(text, content='entry', content_rowid='id', ${more})`)
    fts('words', `tokenize='unicode61 remove_diacritics 2', detail=full, prefix='${prefix}'`)
    fts('trigrams', `tokenize='trigram remove_diacritics 1', detail=none`)
    database.exec('BEGIN')
    const insert = database.prepare('INSERT INTO entry VALUES (?, ?, ?)')
    for (const [i, { text, weight }] of readSorted(corpus).entries()) insert.run(i + 1, text, weight)
    for (const name of ['words', 'trigrams']) database.exec(`INSERT INTO ${name}(${name}) VALUES ('rebuild')`)
    database.exec('COMMIT')
    for (const name of ['words', 'trigrams']) database.exec(`INSERT INTO ${name}(${name}) VALUES ('optimize')`)
    database.close()
  }
}

function open({ path }) {
  const database = new DatabaseSync(path, { readOnly: true })
  database.exec('PRAGMA mmap_size = 1000000000')
  const select = (name, order) =>
    database.prepare(
      `SELECT entry.text, weight FROM ${name} JOIN entry ON entry.id = ${name}.rowid ` +
        `WHERE ${name} MATCH ? ORDER BY ${order} LIMIT ${LIMIT}`,
    )
  const typed = select('words', 'words.rowid')
  const slipped = select('trigrams', 'rank')
  const ask = (statement, match) => (match === undefined ? [] : statement.all(match))
  return {
    bytes: statSync(path).size,
    answer: (query) => ask(typed, asTyped(query)),
    slip: (query) => ask(slipped, asTrigrams(query)),
  }
}

export const settings = {
  'prefix index of 1 to 4 letters': { prepare: prepare('1 2 3 4'), open },
  'prefix index of 1 to 3 letters': { prepare: prepare('1 2 3'), open },
}
