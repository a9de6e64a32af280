import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { type BuildOptions, buildIndex, SuggestIndex } from 'mapahead'
import { temporaryFolder } from './fixtures.ts'

/** A record as a line of NDJSON has it. */
export interface Line {
  text: string
  id?: string
  weight?: number
  aliases?: readonly string[]
  contexts?: Readonly<Record<string, string | number | readonly (string | number)[]>>
  season?: readonly number[]
}

/** Builds an index of `lines` and returns its path. */
export async function buildLines(t: ExecutionContext, lines: readonly Line[], options?: BuildOptions): Promise<string> {
  const folder = temporaryFolder(t)
  const [input, path] = [join(folder, 'input.ndjson'), join(folder, 'index.mapahead')]
  writeFileSync(input, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  await buildIndex(input, path, options)
  return path
}

/** Builds an index of `lines` and opens it. */
export async function openLines(t: ExecutionContext, lines: readonly Line[], options?: BuildOptions) {
  const index = await SuggestIndex.open(await buildLines(t, lines, options))
  t.teardown(() => index.close())
  return index
}

const AUTUMN = [1, 1, 1, 1, 1, 1, 1, 1, 3, 5, 3, 1]
const SPRING = [1, 1, 3, 5, 5, 3, 1, 1, 1, 1, 1, 1]

/** Services with contexts of three fields, and seasons. */
export const SERVICES: readonly Line[] = [
  {
    text: 'Door repair',
    id: 'door',
    weight: 10,
    contexts: { city: ['moscow', 'omsk'], category: 'doors', zone: 7 },
    season: AUTUMN,
  },
  { text: 'Doorbells', id: 'bell', weight: 9, contexts: { city: 'omsk', category: 'bells', zone: 0.5 } },
  {
    text: 'Door handles',
    id: 'handle',
    weight: 8,
    contexts: { city: 'moscow', category: ['doors', 'handles'], zone: 7 },
    season: SPRING,
  },
  { text: 'Doors of oak', id: 'oak', weight: 2, contexts: { city: 'perm' } },
  { text: 'Windows', id: 'window', weight: 1, contexts: { city: 'moscow', category: 'windows' } },
]

/** A day on which every season is 1. */
export const NEUTRAL = '2026-01-15'
