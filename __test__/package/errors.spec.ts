import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import test from 'ava'
import { ERROR_CODES, isMapaheadError, SuggestIndex } from 'mapahead'
import { errorCodes } from '../../src/native/addon.ts'

test('the codes are the same in Rust, in TypeScript and in the docs', (t) => {
  const docs = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...docs.matchAll(/^### `(ERR_\w+)`$/gm)].map(([, code]) => code)

  // What says that there is no addon can't come from the addon, and it is TypeScript that watches files.
  t.deepEqual([...ERROR_CODES], [...errorCodes(), 'ERR_NO_BINARY', 'ERR_CHANGED_IN_PLACE'])
  t.deepEqual(documented, [...ERROR_CODES])
})

test('the docs link to no code that does not exist', (t) => {
  const known = new Set<string>(ERROR_CODES)
  for (const name of ['errors', 'api', 'cli']) {
    const docs = readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')
    for (const [code] of docs.matchAll(/ERR_[A-Z_]*[A-Z]/g)) t.true(known.has(code), `${code} in docs/${name}.md`)
  }
})

test('an error is an Error with a code, and its message carries every cause', async (t) => {
  const error = await t.throwsAsync(SuggestIndex.open('/no/such/index'))

  t.true(error instanceof Error)
  t.true(isMapaheadError(error, 'ERR_IO'))
  t.false(isMapaheadError(error, 'ERR_CLOSED'))
  t.regex(error?.message ?? '', /^cannot open \/no\/such\/index: No such file or directory \(os error 2\)/)
})

test('an error of another realm is taken for what its code says', (t) => {
  t.true(isMapaheadError(vm.runInNewContext(`Object.assign(new Error('x'), { code: 'ERR_IO' })`), 'ERR_IO'))
})

test('errors of others are not taken for ours', (t) => {
  t.false(isMapaheadError(new Error('x')))
  t.false(isMapaheadError(Object.assign(new Error('x'), { code: 'ENOENT' })))
  t.false(isMapaheadError({ code: 'ERR_IO' }))
})
