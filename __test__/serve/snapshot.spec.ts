// `serve --snapshot`: the workers map a copy, which nothing that happens to the original in place reaches.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import test from 'ava'
import { buildIndex } from 'mapahead'
import { mapahead } from '../support/command.ts'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'
import { askAnew, serving } from '../support/serve-command.ts'
import { until } from '../support/until.ts'

/** Opens a file to write to it where it is. */
function inPlace(path: string, write: (file: number) => void): void {
  const file = openSync(path, 'r+')
  write(file)
  closeSync(file)
}

const folders = (parent: string) => readdirSync(parent).filter((name) => name.startsWith('mapahead-'))

test('cp, dd and truncate on the original change no answer, and a rename takes over', async (t) => {
  const [path, parent] = [await buildFixture(t, PLACES), join(temporaryFolder(t), 'made')]
  const other = `${path}.other`
  await buildIndex(PLACES.slice(0, 2), other)
  const { child, ended, event, lines, origin, status } = await serving(t, path, '--workers', '2', '--snapshot', parent)
  const [folder = ''] = folders(parent)
  const copy = join(parent, folder, basename(path))
  const [ofCopy, original] = [statSync(copy), statSync(path)]
  t.deepEqual([ofCopy.nlink, ofCopy.mode & 0o222, ofCopy.ino === original.ino], [1, 0, false])
  t.deepEqual(readFileSync(copy), readFileSync(path))
  const answer = async () => (await askAnew(origin, '/suggest?q=be&limit=10')).text()
  const before = await answer()
  const { workers } = await status()
  chmodSync(path, 0o644)
  for (const change of [
    () => copyFileSync(other, path),
    () => inPlace(path, (file) => writeSync(file, Buffer.alloc(300, 'x'), 0, 300, 100)),
    () => inPlace(path, (file) => ftruncateSync(file, 0)),
  ]) {
    change()
    for (let i = 0; i < 50; i++) t.is(await answer(), before)
  }
  t.is((await event('swap-failed')).code, 'ERR_CHANGED_IN_PLACE')
  t.is(await answer(), before)
  t.deepEqual(
    (await status()).workers.map(({ pid }) => pid),
    workers.map(({ pid }) => pid),
  )
  t.true((await status()).swapFailures > 0)

  renameSync(other, path)
  await event('swap')
  // The second worker follows the first.
  const next = await buildIndex(PLACES.slice(0, 2), other)
  for (;;) if (JSON.parse(await answer()).generation === next.generation) break
  t.deepEqual(readdirSync(join(parent, folder)).sort(), ['alive', basename(path)])
  t.false(lines.some(({ event }) => event === 'worker-ended'))

  child.kill('SIGTERM')
  t.is((await ended).code, 0)
  t.deepEqual(readdirSync(parent), [])
})

test('a server removes what a killed one left, and nothing of one that lives', async (t) => {
  const [path, parent] = [await buildFixture(t, PLACES), temporaryFolder(t)]
  const flags = ['--workers', '1', '--snapshot', parent]
  const killed = await serving(t, path, ...flags)
  const [left] = folders(parent)
  killed.child.kill('SIGKILL')
  await killed.ended
  t.deepEqual(folders(parent), [left])
  const living = await serving(t, path, ...flags)
  const [own] = folders(parent)
  t.not(own, left)
  const another = await serving(t, path, ...flags)
  t.is(folders(parent).length, 2)
  t.true(folders(parent).includes(String(own)))
  another.child.kill('SIGTERM')
  await another.ended
  t.deepEqual(folders(parent), [own])
  t.is((await askAnew(living.origin, '/suggest?q=b')).status, 200)
})

test('a file that is damaged, and a folder that cannot be used, are told at the start', async (t) => {
  const [path, parent] = [await buildFixture(t, PLACES), temporaryFolder(t)]
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  const damaged = `${path}.damaged`
  writeFileSync(damaged, bytes)
  const told = async (file: string, folder: string) => {
    const { code, stderr } = await mapahead(['serve', file, '--port', '0', '--snapshot', folder])
    return `${code} ${stderr}`
  }
  t.regex(await told(damaged, parent), /^1 mapahead: a copy of .*\.damaged cannot be used: .* \[ERR_CORRUPT\]\n$/)
  t.regex(await told(`${path}.none`, parent), /^1 mapahead: cannot copy .*\.none: ENOENT.* \[ERR_IO\]\n$/)
  t.deepEqual(readdirSync(parent), [])
  t.regex(await told(path, damaged), /^1 mapahead: cannot keep snapshots in .*: EEXIST.* \[ERR_IO\]\n$/)
})

test('a new file that is damaged is not taken, and the copy serves on', async (t) => {
  const [path, parent] = [await buildFixture(t, PLACES), temporaryFolder(t)]
  const { event, lines, origin } = await serving(t, path, '--workers', '1', '--snapshot', parent)
  const before = await (await askAnew(origin, '/suggest?q=b')).text()
  writeFileSync(`${path}.next`, 'not an index')
  renameSync(`${path}.next`, path)
  t.is((await event('swap-failed')).code, 'ERR_NOT_AN_INDEX')
  t.is(await (await askAnew(origin, '/suggest?q=b')).text(), before)
  const { generation } = await buildIndex(PLACES.slice(0, 1), `${path}.next`)
  renameSync(`${path}.next`, path)
  t.is((await event('swap')).generation, generation)
  await until(() => lines.some(({ event }) => event === 'swap'))
})
