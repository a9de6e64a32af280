import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { type BuildOptions, buildIndex, type RecordInput, SuggestIndex } from 'mapahead'

/** Makes a folder that is removed after the test. */
export function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapahead-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Builds an index of `records` and returns its path. */
export async function buildFixture(
  t: ExecutionContext,
  records: Iterable<RecordInput>,
  options?: BuildOptions,
): Promise<string> {
  const path = join(temporaryFolder(t), 'fixture.mapahead')
  await buildIndex(records, path, options)
  return path
}

/** Builds an index of `records` and opens it. */
export async function openFixture(
  t: ExecutionContext,
  records: Iterable<RecordInput>,
  options?: BuildOptions,
): Promise<SuggestIndex> {
  const index = await SuggestIndex.open(await buildFixture(t, records, options))
  t.teardown(() => index.close())
  return index
}

/** Writes `bytes` over an index, which nobody may write to as it was built. */
export function overwrite(path: string, bytes: Uint8Array): void {
  chmodSync(path, 0o644)
  writeFileSync(path, bytes)
}

/** Some records with everything that a record can have. */
export const PLACES: readonly RecordInput[] = [
  {
    text: 'Berlin',
    id: 'b',
    weight: 3_426_354,
    aliases: ['Берлин', { text: 'BER', factor: 0.5 }],
    payload: { country: 'DE' },
  },
  { text: 'Bern', id: 'bern', weight: 121_631 },
  { text: 'Bergen', weight: 213_585, payload: [null, true, 1.5, 'ø'] },
  { text: 'Bergamo', weight: 0 },
  { text: 'São Paulo', id: 'são', weight: 10_021_295, payload: null },
  { text: '東京', weight: 9_000_000 },
  { text: '🍎 apple pie' },
]
