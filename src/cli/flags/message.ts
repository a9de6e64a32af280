import type { MapaheadError } from '../../index.ts'
import { inBytesFlag } from './values.ts'

/** The flag of every option that an error may name; what is not here has the same name on the command line. */
const FLAGS: Readonly<Record<string, string>> = {
  out: '-o',
  kind: '--kind',
  text: '--text',
  id: '--id',
  weight: '--weight',
  aliases: '--aliases',
  contexts: '--context',
  season: '--season',
  payload: '--payload',
  languages: '--language',
  layouts: '--layouts',
  synonyms: '--synonyms',
  transliterate: '--transliterate',
  format: '--format',
  onError: '--on-error',
  rejects: '--rejects',
  memory: '--memory',
  threads: '--threads',
  limit: '--limit',
  offset: '--offset',
  typos: '--typos',
  maxTier: '--max-tier',
  maxCost: '--max-cost',
  basePath: '--base-path',
  cors: '--cors',
  cacheControl: '--cache-control',
  cacheBytes: '--cache',
  maxLimit: '--max-limit',
  maxQueryLength: '--max-query-length',
  maxBatch: '--max-batch',
  maxBodyBytes: '--max-body',
  maxUrlBytes: '--max-url',
  filter: '--filter',
  'exclude.contexts': '--exclude',
  'exclude.ids': '--exclude-id',
  'boosts.contexts': '--boost',
  'boosts.ids': '--boost-id',
  pin: '--pin',
  at: '--at',
}

/** Returns the message of `error`, which names options of JavaScript, in the words of the command line. */
export function messageForFlags(error: MapaheadError): string {
  switch (error.code) {
    case 'ERR_INVALID_OPTION':
      return ofOption(error.message)
    case 'ERR_INVALID_RECORD':
      return ofChoice(error.message).replace('the option seasons defines', 'seasons in the file of --settings defines')
    case 'ERR_MISSING_COLUMN':
      return ofColumn(error.message)
    case 'ERR_INVALID_INPUT':
      return ofPath(error.message).replace('set the format to ndjson', 'add --format ndjson')
    case 'ERR_IO':
      return ofPath(error.message)
    default:
      return error.message
  }
}

/** Drops what helps those alone who can give texts, or rules, in place of paths. */
function ofPath(message: string): string {
  return message.replace(/; (an array of strings is an array of paths|a string is the path of a file of rules).*$/s, '')
}

function ofOption(message: string): string {
  if (message.startsWith('rejects must be left out')) return '--rejects needs --on-error skip'
  const [, option = '', rest = ''] = /^([\w.]+)( must be .*)$/s.exec(message) ?? []
  const flag = FLAGS[option]
  if (flag === undefined) return message
  if (option === 'at') return flag + rest.replace('a Date or an ISO string', 'a day')
  if (option !== 'memory') return flag + rest.replace('; prepare a set for more', '')
  return flag + rest.replace(/(\d+)( bytes)?/g, (_, bytes) => inBytesFlag(Number(bytes)))
}

function ofColumn(message: string): string {
  return ofChoice(
    message.replace(/(there is no column .* for )(\w+)(?=; )/s, (_, before, field) => before + (FLAGS[field] ?? field)),
  )
}

/** Names a flag, and a column that is there, where a message tells to choose another column. */
function ofChoice(message: string): string {
  return message.replace(/ has ([^;]*); name the one [\w ]+ with the option (\w+)/, (whole, list, field) => {
    const flag = FLAGS[field]
    if (flag === undefined) return whole
    const plain = [...list.matchAll(/"([\w.-]+)"/g)].map(([, name = '']) => name)
    const column = plain.find((name) => FLAGS[name] === undefined) ?? 'COLUMN'
    return ` has ${list}. Choose one: ${flag} ${column}`
  })
}
