// Makes what the fuzz targets start with, always the same: from the golden files, and from inputs
// that show each reader what it is for.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { random } from '../../benches/random.mjs'

/** As many bytes of an input of `any_file` say what is asked. */
const ASKED_BYTES = 96
/** The readers by the first byte of an input of `any_input`: formats by compressions, then these. */
const READERS = { ndjson: 0, json: 1, csv: 2, tsv: 3, unnamed: 12, settings: 13, synonyms: 15 }
const FORMATS = 4
const COMPRESSIONS = [(bytes) => bytes, gzipSync, zstdOf]

const RECORDS = {
  csv: [
    'text,id,weight,aliases\nBerlin,1,3769,"Bärlin|B"\n"New ""York""\nCity",2,8336,NYC\n',
    '\u{feff}text,weight\r\nBern,134\r\n\r\nOslo,many\r\n',
    'name,place,when,id\nDoor,omsk,warm,1\nWindow,perm|omsk,,2\n',
    'text,also\na,"b\nc,"d\n',
  ],
  tsv: ['text\tid\taliases\nBerlin\t1\tB|C\n"x\t2\t\n', 'text\tcity\n\tomsk\na b\tperm\n'],
  json: [
    '[{"text":"a","aliases":["b"]},\n {"text":"b","id":7,\n  "payload":[{}]}\n]\n',
    '\u{feff} {"text":\n"a"} {"text":"]}"}\n{"text":"c"}[]',
    '[{"text":"a"},7,{"text":"b"},]',
  ],
  ndjson: [
    '{"text":"a","weight":1e3,"aliases":["b",{"text":"c","factor":0.5}]}\n\n{"text":"\\ud83c\\udf4e"}\n',
    '{"text":"a","id":"1","season":"warm"}\n{"text":"b","id":"1"}\n{"text":7}\nnot JSON\n',
    '{"name":"a","place":["omsk","perm"],"when":"warm","id":"x","payload":{"a":[1,null]}}\n',
  ],
}

/** Texts that need options: of the header, the kind, the columns, the delimiter, the encoding. */
const TOLD = [
  [[READERS.csv, 3, 0, 1, 2, 3, 0, 0, 0, 0, 1], 'Berlin,1,3769\n"a ""b""",2,7\n'],
  [[READERS.tsv, 3, 0, 2, 0, 1, 3, 0, 0, 1, 2], '3769\tBerlin\t{}\nx\ty\n'],
  [[READERS.csv, 0, 0, 0, 4, 0, 0, 1], 'text;weight\nBern;134\n'],
  [[READERS.csv, 0, 0, 0, 0, 0, 1, 3], 'text|id\n"a|b"|1\nc|2|3\n'],
  [[READERS.tsv, 0, 0, 0, 0, 0, 0, 2], '"text"\t"aliases"\n"a\tb"\tc|d\n'],
  [[READERS.csv, 0, 0, 0, 0, 6, 0, 1], Buffer.from('text,weight\n\xcc\xee\xf1\xea\xe2\xe0,7\n', 'latin1')],
  [[READERS.tsv, 0, 0, 0, 0, 0, 0, 3], Buffer.from('\ufefftext\tid\r\nЁж\t1\r\n', 'utf16le')],
  [[READERS.json, 0, 0, 0, 0, 7, 0, 1], Buffer.from('[{"text":"🍎"},{"text":"b"}]', 'utf16le')],
]

const SETTINGS = [
  '{}',
  '{"kind":"literal","layouts":["us","ru"],"onError":"skip"}',
  '{"languages":["en","ru"],"synonyms":["a, b","ab => c"],"synonymFactor":0.5,"transliterate":true}',
  '{"quality":{"whole":10,"prefix":1,"words":0.1,"typoBase":4},"seasons":{"warm":[1,2,3,4,5,6,7,8,9,10,11,12]}}',
  '{"typos":{"edit":1,"first":0,"letters":{"e":{"a":0.5},"":{"h":0.25}},"budgets":{"open":[{"from":3,"edits":1,"cost":1.5}],"closed":[{"from":6,"edits":2,"cost":2}]}}}',
  '{"columns":{"text":"text","contexts":{"city":"city"},"season":["a","b"],"payload":["id"]},"memory":16777216}',
]

const SYNONYMS = [
  'apple watch, iwatch\r\n# a comment\nny => new york\n',
  'a\\, b, c\\=>d => e\\\\\n\na, b,\n',
  'холодильник, рефрижератор\nremont => ремонт',
]

/**
 * Writes the seeds of each target into a folder of its name.
 *
 * @param root - The folder of the project.
 * @param folder - Where to write; what was there is removed.
 */
export function makeSeeds(root, folder) {
  rmSync(folder, { recursive: true, force: true })
  const golden = join(root, 'crates/core/tests/golden')
  const files = (ending) =>
    readdirSync(golden)
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => readFileSync(join(golden, name)))
  write(join(folder, 'any_file'), fileSeeds(files('.mapahead')))
  write(join(folder, 'any_input'), inputSeeds(files('.ndjson')))
  write(
    join(folder, 'same_answer'),
    [...Array(48).keys()].map((number) => noise(number, 40 + 8 * number)),
  )
}

function write(folder, seeds) {
  mkdirSync(folder, { recursive: true })
  seeds.forEach((seed, number) => {
    writeFileSync(join(folder, String(number).padStart(3, '0')), seed)
  })
}

function fileSeeds(files) {
  return files.flatMap((file, kind) =>
    [...Array(8).keys()].map((number) => {
      const asked = noise(8 * kind + number, ASKED_BYTES)
      // Not the number for a file that is left as it is.
      asked[0] = number % 7
      return Buffer.concat([asked, file])
    }),
  )
}

function inputSeeds(golden) {
  const inputs = { ...RECORDS, ndjson: [...RECORDS.ndjson, ...golden] }
  const records = Object.entries(inputs).flatMap(([format, texts]) =>
    texts.flatMap((text, number) =>
      COMPRESSIONS.map((compress, by) =>
        // With a header and in UTF-8: what is in another form stands in TOLD.
        Buffer.concat([
          Buffer.from([READERS[format] + FORMATS * by, 0, number, number + by, 0, 0, by, number]),
          compress(Buffer.from(text)),
        ]),
      ),
    ),
  )
  const unnamed = RECORDS.json.map((text) =>
    Buffer.concat([Buffer.from([READERS.unnamed, 0, 0, 0, 0, 0, 0, 1]), Buffer.from(text)]),
  )
  const told = TOLD.map(([options, text]) => Buffer.concat([Buffer.from(options), Buffer.from(text)]))
  const settings = SETTINGS.map((text) => Buffer.concat([Buffer.from([READERS.settings]), Buffer.from(text)]))
  const synonyms = SYNONYMS.map((text, language) =>
    Buffer.concat([Buffer.from([READERS.synonyms, language]), Buffer.from(text)]),
  )
  return [...records, ...unnamed, ...told, ...settings, ...synonyms]
}

/** Bytes that look random, the same for the same number. */
function noise(number, length) {
  const draw = random(number + 1)
  return Buffer.from(Array.from({ length }, () => Math.floor(draw() * 256)))
}

/** A frame of Zstandard with one raw block, since not every Node.js that is supported can compress. */
function zstdOf(bytes) {
  const head = Buffer.alloc(12)
  head.writeUInt32LE(0xfd2fb528, 0)
  // A single segment, whose size follows in four bytes; then the last block, which is raw.
  head[4] = 0xa0
  head.writeUInt32LE(bytes.length, 5)
  head.writeUIntLE((bytes.length << 3) | 1, 9, 3)
  return Buffer.concat([head, bytes])
}
