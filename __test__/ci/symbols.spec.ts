import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'ava'
import { importScript } from './script.ts'

interface Needed {
  name: string
  version: string
  library: string
}

const { readElf } = await importScript<{
  readElf(bytes: Buffer): { machine: string; needed: Needed[] }
}>('gnu/elf.mjs')
const { checkSymbols } = await importScript<{
  checkSymbols(bytes: Buffer, newest?: string): { machine: string; highest: string; tooNew: string[] }
}>('gnu/symbols.mjs')

const onLinux = process.platform === 'linux' ? test : test.skip

/** The program that runs this test: it needs many symbols, some of them from a later glibc. */
const program = () => readFileSync(process.execPath)

onLinux('the reader finds the symbols and versions that readelf finds', (t) => {
  const { stdout } = spawnSync('readelf', ['-W', '--dyn-syms', process.execPath], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  // A needed symbol has one sign in front of its version, one that the program offers has two.
  const expected = [...stdout.matchAll(/ ([^@\s]+)@([^@\s]+)/g)].map(([, name, version]) => `${name} ${version}`)
  const { machine, needed } = readElf(program())
  t.is(machine, process.arch)
  t.true(expected.length > 100)
  t.deepEqual(needed.map(({ name, version }) => `${name} ${version}`).toSorted(), expected.toSorted())
  t.true(needed.some(({ library }) => /^libc\.so/.test(library)))
})

onLinux('a library that needs a later glibc is told with each symbol that does', (t) => {
  const bytes = program()
  const { highest, tooNew } = checkSymbols(bytes)
  t.deepEqual(checkSymbols(bytes, highest).tooNew, [])
  t.true(tooNew.length > 0)
  for (const line of tooNew) t.regex(line, /^\w+ needs GLIBC_2\.(1[89]|[2-9]\d) of lib\w+(-[\d.]+)?\.so\.\d$/)
  // By number: 2.9 is older than 2.17, though it is not in the order of letters.
  t.true(checkSymbols(bytes, '2.9').tooNew.length > tooNew.length)
})

test('what is no ELF file is refused', (t) => {
  t.throws(() => readElf(Buffer.from('#!/bin/sh\nexit 0\n')), { message: /no ELF/ })
  t.throws(() => readElf(Buffer.from('\x7fELF\x01\x01', 'latin1')), { message: /no 64-bit/ })
})
