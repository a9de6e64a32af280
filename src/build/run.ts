import { describe, readPath } from '../arguments.ts'
import type { Advice } from '../error-text.ts'
import { failure, failureAbout, fieldsOf, isMapaheadError, type MapaheadError, traced } from '../errors.ts'
import { NativeBuilder } from '../native/addon.ts'
import type { BuildOptions } from './option-types.ts'
import { readBuildOptions } from './options.ts'
import type { RecordInput } from './record.ts'
import { RECORDS_NAME, RecordLines } from './record-lines.ts'
import type { BuildReport } from './report.ts'
import { untilStopped } from './until-stopped.ts'

const PROGRESS_INTERVAL_MS = 100

type Path = string | URL
type Records = Iterable<RecordInput> | AsyncIterable<RecordInput>
type Source = Path | readonly Path[] | Records

/**
 * Builds the index file `out` from `source`, off the main thread.
 *
 * The file is written beside `out` and renamed into place once it is whole, so whoever opens `out`
 * meanwhile gets the index of before, and a build that fails leaves that untouched. The same
 * records and settings give the same bytes.
 *
 * @param source - A file of records, or several, as paths or `file:` URLs; `-` is standard input.
 * The name tells the format and the compression: `.ndjson`, `.jsonl`, `.json`, `.csv`, `.tsv`, each
 * also with `.gz` or `.zst`; standard input that begins as JSON does is JSON. Or the records themselves, in anything that can be iterated; what it throws
 * stops the build and is thrown again.
 * @param out - The index file to write.
 * @param options - How to read the source, and what the index is like.
 * @throws `ERR_INVALID_RECORD` if a record cannot be indexed and `onError` is `stop`,
 * `ERR_MISSING_COLUMN` if `columns` names one that is not there, `ERR_INVALID_INPUT` if a file is
 * not in its format, `ERR_IO` if a file cannot be read or written, `ERR_TOO_LARGE` if the format cannot hold the input,
 * `ERR_INVALID_OPTION` and `ERR_INVALID_ARGUMENT` for wrong arguments; the signal's reason if that
 * stops the build.
 *
 * @example
 * await buildIndex('places.csv.gz', 'places.mapahead', {
 *   columns: { text: 'name', weight: 'population' },
 * })
 */
export async function buildIndex(
  source: string | URL | readonly (string | URL)[] | Iterable<RecordInput> | AsyncIterable<RecordInput>,
  out: string | URL,
  options: BuildOptions = {},
): Promise<BuildReport> {
  checkSource(source)
  const file = readPath('out', out)
  const { onProgress, signal, settings } = readBuildOptions(options)
  if (signal?.aborted) throw signal.reason
  const builder = await traced(NativeBuilder.start(file, JSON.stringify(settings))).catch((error) => {
    throw explained(error, settings)
  })

  // Whatever stops the build from outside: the signal, or an error of the progress callback.
  const stop = new AbortController()
  stop.signal.addEventListener('abort', () => builder.abort())
  const onAbort = () => stop.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  // It may have been aborted while the builder started, when nobody listened.
  if (signal?.aborted) onAbort()
  let callbackFailure: { readonly error: unknown } | undefined
  const report = async () => {
    try {
      await onProgress?.(builder.progress())
    } catch (error) {
      callbackFailure ??= { error }
      stop.abort(error)
    }
  }
  const timer = onProgress && setInterval(report, PROGRESS_INTERVAL_MS)

  try {
    await traced(addSource(builder, source, settings, stop.signal))
    const built = await traced(builder.finish())
    clearInterval(timer)
    await report()
    if (callbackFailure !== undefined) throw callbackFailure.error
    return built
  } catch (error) {
    // Before anything is thrown, since a caller may build again at once and finds no temporary file then.
    await builder.discard()
    throw isMapaheadError(error, 'ERR_ABORTED') && stop.signal.aborted ? stop.signal.reason : explained(error, settings)
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

function checkSource(source: unknown): void {
  if (Array.isArray(source) && source.length === 0) {
    const message =
      'source must not be an empty array, which may stand for no paths as well as for no records; ' +
      'for an index without entries give another empty iterable, such as new Set()'
    throw failure('ERR_INVALID_ARGUMENT', message)
  }
  refuseBytes(source)
  if (!(isPath(source) || isIterable(source) || isAsyncIterable(source))) {
    const message = `source must be a path, an array of paths or an iterable of records, got ${describe(source)}`
    throw failure('ERR_INVALID_ARGUMENT', message)
  }
}

/** Says what synonym rules in a string were taken for, in an error about a file that is not there. */
function explained(error: unknown, { synonyms }: BuildOptions): unknown {
  const isText = typeof synonyms === 'string' && /,|=>|\n/.test(synonyms)
  if (!(isText && isMapaheadError(error, 'ERR_IO') && error.file === synonyms)) return error
  return advised(error, 'give-rules')
}

/** Adds to an error what helps besides. */
function advised(error: MapaheadError, advice: Advice): MapaheadError {
  return failureAbout(error.code, { ...fieldsOf(error), advice: [...(error.advice ?? []), advice] }, error)
}

async function addSource(
  builder: NativeBuilder,
  source: Source,
  options: BuildOptions,
  stop: AbortSignal,
): Promise<void> {
  if (isPath(source)) return builder.addFile(readPath('source', source))
  if (isPaths(source)) return addFiles(builder, source)
  const lines = new RecordLines((batch) => builder.addNdjson(RECORDS_NAME, batch), options)
  try {
    await addRecords(lines, isAsyncIterable(source) ? untilStopped(source, stop) : source)
    await lines.flush()
    await lines.written()
  } catch (error) {
    await lines.written().catch(() => {})
    throw error
  }
}

async function addFiles(builder: NativeBuilder, paths: readonly Path[]): Promise<void> {
  for (const path of paths) {
    try {
      await builder.addFile(readPath('source', path))
    } catch (error) {
      // A text where a path should be: it has neither a folder nor the end of a file's name.
      const isText = typeof path === 'string' && /^[^./\\]+$/.test(path) && path !== '-'
      if (!isText || !(isMapaheadError(error, 'ERR_IO') || isMapaheadError(error, 'ERR_INVALID_INPUT'))) throw error
      throw advised(error, 'give-records')
    }
  }
}

async function addRecords(lines: RecordLines, source: Records): Promise<void> {
  if (isAsyncIterable(source)) {
    for await (const record of source) {
      refuseBytes(record)
      if (lines.add(record)) await lines.flush()
    }
  } else {
    for (const record of source) {
      refuseBytes(record)
      if (lines.add(record)) await lines.flush()
    }
  }
}

/** Refuses a buffer, or a piece of a stream of bytes, which would be taken for records. */
function refuseBytes(value: unknown): void {
  if (!(ArrayBuffer.isView(value) || value instanceof ArrayBuffer)) return
  const message =
    'source must be a path, an array of paths or an iterable of records, got bytes; pass the path of the file'
  throw failure('ERR_INVALID_ARGUMENT', message)
}

function isPath(source: unknown): source is Path {
  return typeof source === 'string' || source instanceof URL
}

function isPaths(source: readonly Path[] | Records): source is readonly Path[] {
  // Not `every`, which passes over the holes of an array, however many there are.
  return Array.isArray(source) && source.findIndex((item) => !isPath(item)) < 0
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isAsyncIterable(value: unknown): value is AsyncIterable<RecordInput> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
