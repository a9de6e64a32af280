import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Pieces } from './reply.ts'

/** By connection, what is to be done for the answers that wait for their turn on it when it closes. */
const queued = new WeakMap<Socket, Set<() => void>>()

/**
 * Calls `done` once the last byte of an answer was handed to the system, or its client has left. Call
 * this after `res.end`, or before it for an answer that is not made yet.
 */
export function whenOver(req: IncomingMessage, res: ServerResponse, done: () => void): void {
  // Most answers are in the hands of the system as soon as they are given to it.
  if (res.writableFinished || res.destroyed || req.socket?.destroyed) {
    done()
    return
  }
  res.once('close', done)
  // An answer that waits for those before it has no connection yet, and is not told when that closes.
  if (res.socket !== null) return
  const waiting = queued.get(req.socket) ?? new Set()
  if (!queued.has(req.socket)) {
    queued.set(req.socket, waiting)
    req.socket.once('close', () => {
      for (const done of waiting) done()
    })
  }
  waiting.add(done)
  res.once('close', () => waiting.delete(done))
}

/** Sends a body piece by piece: the next is made when the system has taken the one before. */
export async function sendPieces(req: IncomingMessage, res: ServerResponse, pieces: Pieces): Promise<void> {
  let isOver = false
  let goOn = () => {}
  whenOver(req, res, () => {
    isOver = true
    pieces.end()
    goOn()
  })
  res.on('drain', () => goOn())
  for (;;) {
    const chunks = await pieces.next()
    if (isOver || chunks === undefined) break
    let isTaken = true
    for (const chunk of chunks) isTaken = res.write(chunk)
    if (isTaken) continue
    await new Promise<void>((resolve) => {
      goOn = resolve
    })
  }
  res.end()
}
