/**
 * Modules of Node.js that the package uses wherever it is imported. They are taken without an import, for
 * which Node.js wraps every export of such a module once more: 1.3 MiB in each process for these four.
 */
const { constants } = process.getBuiltinModule('node:buffer')
const { EventEmitter } = process.getBuiltinModule('node:events')
const { inspect, types } = process.getBuiltinModule('node:util')
const fs = process.getBuiltinModule('node:fs')

export { constants, EventEmitter, fs, inspect, types }
