import { type JsBuildOptions, NativeBuilder } from '../src/binding.cjs'
import { checkString, describe, type OptionTypes, readOptions } from './arguments.ts'
import { failure, isMapaheadError } from './errors.ts'
import { RECORDS_NAME, RecordLines } from './record-lines.ts'
import type { BuildOptions, BuildReport, ColumnOptions, QualityOptions, RecordInput } from './types.ts'
import { untilStopped } from './until-stopped.ts'

const BUILD_OPTIONS: OptionTypes<BuildOptions> = {
  kind: 'string',
  columns: 'object',
  format: 'string',
  onError: 'string',
  rejects: 'string',
  quality: 'object',
  memory: 'number',
  threads: 'number',
  onProgress: 'function',
  signal: 'object',
}

const COLUMN_OPTIONS: OptionTypes<ColumnOptions> = {
  text: 'string',
  id: 'string',
  weight: 'string',
  aliases: 'string',
  payload: 'strings',
}

const QUALITY_OPTIONS: OptionTypes<QualityOptions> = { whole: 'number', prefix: 'number' }

const PROGRESS_INTERVAL_MS = 100

type Records = Iterable<RecordInput> | AsyncIterable<RecordInput>

/**
 * Builds the index file `out` from `source`, off the main thread.
 *
 * The file is written beside `out` and renamed into place once it is whole, so whoever opens `out`
 * meanwhile gets the index of before, and a build that fails leaves that untouched. The same
 * records and settings give the same bytes.
 *
 * @param source - A file of records, or several; `-` is standard input. The name tells the format
 * and the compression: `.ndjson`, `.jsonl`, `.csv`, `.tsv`, each also with `.gz` or `.zst`. Or the
 * records themselves, in anything that can be iterated; what it throws stops the build and is
 * thrown again.
 * @param out - The index file to write.
 * @param options - How to read the source, and what the index is like.
 * @throws `ERR_INVALID_RECORD` if a record cannot be indexed and `onError` is `stop`,
 * `ERR_MISSING_COLUMN` if `columns` names one that is not there, `ERR_INVALID_INPUT` if a file is
 * not in its format, `ERR_UNSUPPORTED` if a record uses what this release lacks, `ERR_IO` if a file
 * cannot be read or written, `ERR_TOO_LARGE` if the format cannot hold the input,
 * `ERR_INVALID_OPTION` and `ERR_INVALID_ARGUMENT` for wrong arguments; the signal's reason if that
 * stops the build.
 *
 * @example
 * await buildIndex('places.csv.gz', 'places.mapahead', {
 *   columns: { text: 'name', weight: 'population' },
 * })
 */
export async function buildIndex(
  source: string | readonly string[] | Records,
  out: string,
  options: BuildOptions = {},
): Promise<BuildReport> {
  checkSource(source)
  checkString('out', out)
  const { onProgress, signal, ...settings } = readBuildOptions(options)
  if (signal?.aborted) throw signal.reason
  const builder = await NativeBuilder.start(out, nativeOptions(settings))

  // Whatever stops the build from outside: the signal, or an error of the progress callback.
  const stop = new AbortController()
  stop.signal.addEventListener('abort', () => builder.abort())
  const onAbort = () => stop.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
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
    await addSource(builder, source, settings, stop.signal)
    const built = await builder.finish()
    clearInterval(timer)
    await report()
    if (callbackFailure !== undefined) throw callbackFailure.error
    return built
  } catch (error) {
    await builder.discard()
    throw isMapaheadError(error, 'ERR_ABORTED') && stop.signal.aborted ? stop.signal.reason : error
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
  if (!(typeof source === 'string' || isIterable(source) || isAsyncIterable(source))) {
    const message = `source must be a path, an array of paths or an iterable of records, got ${describe(source)}`
    throw failure('ERR_INVALID_ARGUMENT', message)
  }
}

function readBuildOptions(given: BuildOptions): BuildOptions {
  const options = readOptions(given, BUILD_OPTIONS, 'buildIndex')
  if (options.columns) options.columns = readOptions(options.columns, COLUMN_OPTIONS, 'columns')
  if (options.quality) options.quality = readOptions(options.quality, QUALITY_OPTIONS, 'quality')
  if (options.signal && !isAbortSignal(options.signal)) {
    throw failure('ERR_INVALID_OPTION', `signal must be an AbortSignal, got ${describe(options.signal)}`)
  }
  return options
}

/** Tells by its shape, since signals of other realms and libraries are of other classes. */
function isAbortSignal(value: object): boolean {
  return (
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function' &&
    'removeEventListener' in value &&
    typeof value.removeEventListener === 'function'
  )
}

function nativeOptions({ columns, ...rest }: BuildOptions): JsBuildOptions {
  const { payload, ...named } = columns ?? {}
  // Without members that are undefined, which were left out of the copy of the options.
  return { ...rest, columns: payload ? { ...named, payload: [...payload] } : named } as JsBuildOptions
}

async function addSource(
  builder: NativeBuilder,
  source: string | readonly string[] | Records,
  options: BuildOptions,
  stop: AbortSignal,
): Promise<void> {
  if (typeof source === 'string') return builder.addFile(source)
  if (isPaths(source)) {
    for (const path of source) await builder.addFile(path)
    return
  }
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

async function addRecords(lines: RecordLines, source: Records): Promise<void> {
  if (isAsyncIterable(source)) {
    for await (const record of source) {
      if (lines.add(record)) await lines.flush()
    }
  } else {
    for (const record of source) {
      if (lines.add(record)) await lines.flush()
    }
  }
}

function isPaths(source: readonly string[] | Records): source is readonly string[] {
  return Array.isArray(source) && source.every((item) => typeof item === 'string')
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isAsyncIterable(value: unknown): value is AsyncIterable<RecordInput> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
