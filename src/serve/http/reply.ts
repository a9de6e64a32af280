import type { RouteName } from '../handlers/options.ts'
import type { Call } from './call.ts'
import type { Room } from './under-way.ts'

/** An answer to a request, as plain values. */
export interface Reply {
  /** The status of HTTP. */
  status: number
  /** Names and values in turn, without those that every answer has. */
  headers: string[]
  /** What follows the headers; empty for none. */
  body: WholeBody | Pieces
  /** The room of a body that is no pieces among the answers under way, which whoever sends it gives back. */
  room?: Room
  /** What was asked for. */
  route: RouteName
  /** The code in the body, if it is an error. */
  code?: string
}

/** A body that is there at once. */
export type WholeBody = Uint8Array | Letters | string

/** Bytes as text, a letter of Latin-1 for each: they are made, kept and sent with less work than an array of bytes. */
export class Letters {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** How many bytes there are. */
  get byteLength(): number {
    return this.text.length
  }

  /** The bytes themselves. */
  bytes(): Uint8Array<ArrayBuffer> {
    return Buffer.from(this.text, 'latin1')
  }
}

/** Returns how many bytes a body has. */
export function bytesOf(body: WholeBody): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
}

/** A body that is made while it is sent, so that no more than a piece of it is in memory. */
export interface Pieces {
  /**
   * Makes the next piece, in some chunks, when the one before has been sent. Resolves with nothing after
   * the last piece, and after {@link Pieces.end}.
   */
  next(): Promise<readonly Uint8Array[] | undefined>
  /** Gives back the room of the last piece and makes no other: after the last, or if the client has left. */
  end(): void
}

/** Answers a request, or returns `undefined` if there is nothing at its path. */
export type Answer = (call: Call) => Reply | Promise<Reply> | undefined

const NO_STORE = ['Cache-Control', 'no-store'] as const

/** Makes an answer of JSON that nothing may keep. */
export function jsonReply(route: RouteName, status: number, value: unknown, headers: readonly string[] = []): Reply {
  return bytesReply(route, status, JSON.stringify(value), headers)
}

/** Makes an answer of bytes, text or pieces that are JSON, and that nothing may keep. */
export function bytesReply(
  route: RouteName,
  status: number,
  body: Reply['body'],
  headers: readonly string[] = [],
): Reply {
  return { status, headers: ['Content-Type', 'application/json', ...NO_STORE, ...headers], body, route }
}

/** Whether a body is made while it is sent. */
export function isPieces(body: Reply['body']): body is Pieces {
  return typeof body === 'object' && 'next' in body
}

/** Makes the answer that tells an error by its code. */
export function errorReply(
  route: RouteName,
  status: number,
  code: string,
  message: string,
  headers: readonly string[] = [],
): Reply {
  return { ...jsonReply(route, status, { error: { code, message } }, headers), code }
}

/** Makes an answer without a body. */
export function emptyReply(route: RouteName, status: number, headers: readonly string[]): Reply {
  return { status, headers: [...headers], body: '', route }
}

/** The answer where there is nothing. */
export function notFound(call: Call): Reply {
  const path = JSON.stringify(call.path.slice(0, 100))
  return errorReply('other', 404, 'ERR_NOT_FOUND', `there is nothing at ${path}; try /suggest?q=TEXT`)
}
