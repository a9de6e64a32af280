import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { mapahead, start } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { until } from '../support/until.ts'

const WINDOWS = process.platform === 'win32'

/** Starts a build that waits for standard input, and waits until its folder has `count` temporary files. */
async function waitingBuild(folder: string, count: number, out: string, flags: readonly string[] = []) {
  const child = start(['build', '-', '--format', 'ndjson', '-o', out, ...flags])
  child.stdout.resume()
  child.stderr.resume()
  child.stdin.on('error', () => {}) // a process that is killed does not read it
  await until(() => temporaryFiles(folder).length >= count)
  return child
}

function temporaryFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.tmp'))
}

test('a build to the same name removes what killed builds left, and nothing else', async (t) => {
  const folder = temporaryFolder(t)
  const [out, rejects] = [join(folder, 'a.*[b]'), join(folder, 'bad.ndjson')]
  const flags = ['--on-error', 'skip', '--rejects', rejects]
  const killed = await waitingBuild(folder, 2, out, flags)
  const ended = once(killed, 'exit')
  killed.kill('SIGKILL')
  await ended
  t.is(temporaryFiles(folder).length, 2, 'the index and the rejects')
  const others = ['.a.xx[b].Ab12z9.tmp', '.a.*[b].Ab12z.tmp', '.a.Ab12z9.tmp', 'a.*[b].Ab12z9.tmp']
  for (const name of others) writeFileSync(join(folder, name), 'not ours')

  await buildIndex([{ text: 'Bern' }], join(folder, 'other'))
  t.is(temporaryFiles(folder).length, 2 + others.length)
  await buildIndex([{ text: 'Bern' }], out, { onError: 'skip', rejects })

  t.deepEqual(temporaryFiles(folder).sort(), others.sort())
  using index = SuggestIndex.openSync(out)
  t.is(index.info.entries, 1)
})

test('two builds to one name at once both end well, and the last one is the index', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'index')
  const first = await waitingBuild(folder, 1, out)
  const second = await buildIndex([{ text: 'Bern' }, { text: 'Berlin' }], out)
  t.is(second.entries, 2)
  t.is(temporaryFiles(folder).length, 1, 'the one under way is left alone')
  const ended = once(first, 'exit')
  first.stdin.end('{"text":"Basel"}\n')
  t.deepEqual(await ended, [0, null])
  using index = SuggestIndex.openSync(out)
  t.deepEqual(
    index
      .suggest('')
      .suggestions.map(({ text }) => text)
      .sort(),
    ['Basel', 'Bern'],
  )
  t.deepEqual(readdirSync(folder), ['index'])
})

if (!WINDOWS) {
  test('devices without an end are refused as inputs, synonyms and settings', async (t) => {
    const folder = temporaryFolder(t)
    const [out, input] = [join(folder, 'out'), join(folder, 'a.ndjson')]
    writeFileSync(input, '{"text":"Bern"}\n')
    const endless = {
      code: 'ERR_INVALID_INPUT',
      message: /^\/dev\/zero: it is a device without an end; give a file or a pipe$/,
    }
    await t.throwsAsync(buildIndex('/dev/zero', out, { format: 'ndjson', onError: 'skip' }), endless)
    await t.throwsAsync(buildIndex(input, out, { synonyms: '/dev/zero' }), endless)
    const { code, stderr } = await mapahead(['build', input, '--settings', '/dev/zero', '-o', out])
    t.not(code, 0)
    t.regex(stderr, /\/dev\/zero: the settings must have at most 16MiB/)
    t.false(existsSync(out))
  })
}
