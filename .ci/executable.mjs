// Lets the command line be started by name. tsc writes files that nobody may execute, and npm sets the
// bit only once, when it links the command, so `npx mapahead` would fail after the next build.
import { chmodSync } from 'node:fs'

chmodSync('dist/cli/main.js', 0o755)
