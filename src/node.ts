import { createRequire } from 'node:module'

/**
 * A `require` that starts from this file. A bundler for CommonJS leaves `import.meta` empty, and has
 * `__filename` in its place. It is made here, so that no bundler takes in what it loads.
 */
export const requireHere: NodeJS.Require = createRequire(import.meta.url ?? __filename)

/**
 * Modules of Node.js that the package uses wherever it is imported. They are required, since Node.js wraps
 * every export of an imported one once more: 1.3 MiB in each process for these four.
 */
const { constants }: typeof import('node:buffer') = requireHere('node:buffer')
const { EventEmitter }: typeof import('node:events') = requireHere('node:events')
const { inspect, types }: typeof import('node:util') = requireHere('node:util')
const fs: typeof import('node:fs') = requireHere('node:fs')

export { constants, EventEmitter, fs, inspect, types }
