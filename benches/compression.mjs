/**
 * What compressing an answer costs and saves, by its size and by content coding:
 *
 *     node benches/compression.mjs
 *
 * Answers are of `suggestJson` over the million names. The times are of the functions of zlib, which run on another
 * thread in a server; the median of many.
 */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { buildCorpusIndex, importPackage } from './corpus-files.mjs'
import { median, table } from './timing.mjs'

const LIMITS = [10, 50, 100, 1000]

const { path } = await buildCorpusIndex('names-1m')
const { SuggestIndex } = await importPackage()
const index = await SuggestIndex.open(path)

const brotli = (quality) => (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength },
  })
const gzip = (level) => (bytes) => gzipSync(bytes, { level })
const ways = {
  ...Object.fromEntries([1, 3, 4, 6, 9].map((level) => [`gzip ${level}`, gzip(level)])),
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((quality) => [`br ${quality}`, brotli(quality)])),
}

const answers = LIMITS.map((limit) => index.suggestJson('mar', { limit }))
table(
  ['', ...answers.flatMap(({ byteLength }) => [`of ${byteLength} bytes`, 'µs'])],
  Object.entries(ways).map(([name, compress]) => [
    name,
    ...answers.flatMap((bytes) => {
      const times = Array.from({ length: 200 }, () => {
        const started = process.hrtime.bigint()
        compress(bytes)
        return Number(process.hrtime.bigint() - started) / 1000
      })
      return [compress(bytes).byteLength, median(times).toFixed(0)]
    }),
  ]),
)
index.close()
