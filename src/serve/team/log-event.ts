/** What happened to a server, for its log. */
export type LogEvent =
  | { event: 'listening'; url: string; path: string; workers: number; entries: number; generation: string }
  | { event: 'swap'; generation: string; previous: string }
  | { event: 'swap-failed'; code: string; message: string }
  | { event: 'file-missing'; path: string }
  | { event: 'file-back'; path: string }
  | { event: 'error'; pid: number; code: string; message: string }
  | { event: 'worker-failed'; pid: number; code: string; message: string }
  | { event: 'worker-stalled'; pid: number; stallMs: number }
  | { event: 'worker-ended'; pid: number; code: number | null; signal: string | null; restartMs: number }
  | { event: 'worker-not-started'; message: string; restartMs: number }
  | { event: 'worker-restarted'; pid: number }
  | { event: 'stopping'; signal: string; drainMs: number }
  | { event: 'killed'; pids: number[] }
  | { event: 'stopped' }

/** Says what happened, in a line of text. */
export function describeEvent(event: LogEvent): string {
  switch (event.event) {
    case 'listening': {
      const workers = `${event.workers} ${event.workers === 1 ? 'worker' : 'workers'}`
      const entries = `${event.entries.toLocaleString('en-US')} ${event.entries === 1 ? 'entry' : 'entries'}`
      return `serving ${event.path} on ${event.url} with ${workers}: ${entries}, generation ${event.generation}`
    }
    case 'swap':
      return `swapped generation ${event.previous} for ${event.generation}`
    case 'swap-failed':
      return `the new file was not taken, the old one serves on: ${event.message} [${event.code}]`
    case 'file-missing':
      return `${event.path} is gone; the index that was there serves on`
    case 'file-back':
      return `${event.path} is there again`
    case 'error':
      return `worker ${event.pid}: ${event.message} [${event.code}]`
    case 'worker-failed':
      return `worker ${event.pid} could not start: ${event.message} [${event.code}]`
    case 'worker-stalled':
      return `worker ${event.pid} has stood still for ${event.stallMs / 1000} s, and is killed`
    case 'worker-ended': {
      const how = event.signal === null ? `with exit code ${event.code}` : `by ${event.signal}`
      return `worker ${event.pid} ended ${how}; another starts in ${event.restartMs} ms`
    }
    case 'worker-not-started':
      return `the system did not start a worker (${event.message}); the next try is in ${event.restartMs} ms`
    case 'worker-restarted':
      return `worker ${event.pid} took its place`
    case 'stopping':
      return `${event.signal}: answering what was asked, for at most ${event.drainMs / 1000} s; a second signal ends at once`
    case 'killed':
      return `killed what did not end in time: ${event.pids.map((pid) => `worker ${pid}`).join(', ')}`
    case 'stopped':
      return 'stopped'
  }
}
