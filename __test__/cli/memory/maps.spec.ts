import { realpathSync } from 'node:fs'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { memoryOfMapping } from '../../../src/cli/memory/maps.ts'
import { parseSmaps, regionsOf, sizeOf, sumOf } from '../../../src/serve/figures/smaps.ts'
import { buildFixture, PLACES } from '../../support/fixtures.ts'

const onLinux = process.platform === 'linux' ? test : test.skip

const SMAPS = `7f3c40000000-7f3c40e12000 r--s 00000000 fe:00 132 /srv/a b/cities.mapahead
Size:              14408 kB
KernelPageSize:        4 kB
Rss:                 120 kB
Pss:                  30 kB
Pss_Dirty:             4 kB
Shared_Clean:        112 kB
Shared_Dirty:          0 kB
Private_Clean:         8 kB
Private_Dirty:         4 kB
VmFlags: rd sh mr mw me ms
7f3c41000000-7f3c41021000 rw-p 00000000 00:00 0
Rss:                   8 kB
Pss:                   8 kB
Private_Clean:         0 kB
Private_Dirty:         8 kB
7ffd5a1e0000-7ffd5a201000 rw-p 00000000 00:00 0                          [stack]
Rss:                  16 kB
Pss:                  16 kB
Private_Clean:         0 kB
Private_Dirty:        16 kB
`

const ROLLUP = `55f0c0a00000-7ffd5a201000 ---p 00000000 00:00 0                          [rollup]
Rss:               45000 kB
Pss:               21000 kB
Pss_Dirty:         16000 kB
Private_Clean:      1000 kB
Private_Dirty:     16000 kB
`

test('every mapping has its name and its memory in bytes', (t) => {
  t.deepEqual(parseSmaps(SMAPS), [
    {
      name: '/srv/a b/cities.mapahead',
      size: 14_753_792,
      rss: 122_880,
      pss: 30_720,
      privateClean: 8192,
      privateDirty: 4096,
    },
    { name: '', size: 0, rss: 8192, pss: 8192, privateClean: 0, privateDirty: 8192 },
    { name: '[stack]', size: 0, rss: 16_384, pss: 16_384, privateClean: 0, privateDirty: 16_384 },
  ])
})

test('the summary of a process is one region', (t) => {
  const kilobyte = 1024
  t.deepEqual(parseSmaps(ROLLUP), [
    {
      name: '[rollup]',
      size: 0,
      rss: 45_000 * kilobyte,
      pss: 21_000 * kilobyte,
      privateClean: 1000 * kilobyte,
      privateDirty: 16_000 * kilobyte,
    },
  ])
})

test('fields without a region, and other text, are left out', (t) => {
  t.deepEqual(parseSmaps('Rss: 5 kB\nsomething else\n'), [])
  t.deepEqual(parseSmaps(''), [])
})

test('memory adds up member by member', (t) => {
  t.deepEqual(sumOf(parseSmaps(SMAPS)), { rss: 147_456, pss: 55_296, privateClean: 8192, privateDirty: 28_672 })
  t.deepEqual(sumOf([]), { rss: 0, pss: 0, privateClean: 0, privateDirty: 0 })
})

test('the mappings of a file are those of its path, also when another file has it now', (t) => {
  const names = ['/x/a', '/x/a (deleted)', '/x/a.bak', '/y/x/a', '']
  const regions = names.map((name) => ({ name, size: 1, rss: 0, pss: 0, privateClean: 0, privateDirty: 0 }))
  t.deepEqual(
    regionsOf(regions, '/x/a').map(({ name }) => name),
    ['/x/a', '/x/a (deleted)'],
  )
  t.is(sizeOf(regions), 5)
})

onLinux('a mapping is measured though its file is replaced, and none is an error', async (t) => {
  const path = realpathSync(await buildFixture(t, PLACES))
  using index = await SuggestIndex.open(path)
  await index.verify()
  await buildIndex([{ text: 'x' }], path)
  t.true(memoryOfMapping(process.pid, path).rss >= 4096)
  t.throws(() => memoryOfMapping(process.pid, `${path}.other`), { message: /shows no mapping of .*\.other/ })
})
