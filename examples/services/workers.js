// Lets several worker processes answer from one index, and measures what it costs them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { mappingOf } from '../cities/mappings.js'

const worker = fileURLToPath(new URL('worker.js', import.meta.url))

/**
 * Forks `count` workers, which answer `queries` queries each from the index at `path`. Returns what each took for a
 * query, and, on Linux, the memory of their mappings of the file together: `Rss` has shared pages once for each
 * process, `Pss` once in all, `Private_Dirty` what a worker has of its own.
 */
export async function measureWorkers(path, count, queries) {
  const workers = Array.from({ length: count }, () => fork(worker, [path, String(queries)]))
  try {
    const answers = await Promise.all(workers.map(firstMessage))
    const sums = { Rss: 0, Pss: 0, Private_Dirty: 0 }
    for (const { pid } of process.platform === 'linux' ? workers : []) {
      const mapping = mappingOf(pid, path)
      for (const field in sums) sums[field] += mapping[field]
    }
    return { answers, sums }
  } finally {
    for (const child of workers) child.kill()
  }
}

async function firstMessage(child) {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a worker ended with exit code ${code} before it answered`)
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message
}
