// The tools that some tests need beside Node.js, Rust and a C compiler: node .ci/tools.mjs fails if
// one is missing, and `npm test` tells loudly what it leaves out.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where a browser may be. */
export const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where .ci/duckdb/install.mjs puts the program. */
export const INSTALLED_DUCKDB = fileURLToPath(new URL('../target/duckdb/duckdb_cli/duckdb', import.meta.url))

/** Returns the command line of DuckDB: the installed one, or the one of the system, if there is any. */
export function findDuckdb() {
  return [INSTALLED_DUCKDB, 'duckdb'].find((program) => spawnSync(program, ['--version']).status === 0)
}

const TOOLS = [
  {
    name: `a browser (${BROWSERS.join(', ')})`,
    isThere: () => BROWSERS.some((path) => existsSync(path)),
    tests: 'the pages of the server',
    install: 'chromium',
  },
  {
    name: 'the program script of util-linux',
    isThere: () => process.platform === 'linux' && spawnSync('script', ['--version']).status === 0,
    tests: 'the output of the command line in a terminal',
    install: 'bsdutils',
  },
  {
    name: 'the program duckdb',
    isThere: () => findDuckdb() !== undefined,
    tests: 'a build from Parquet',
    install: 'it with node .ci/duckdb/install.mjs',
  },
]

/** Finds the tools that are missing, and returns a line for each. */
export function missingTools(tools = TOOLS) {
  return tools
    .filter(({ isThere }) => !isThere())
    .map(({ name, tests, install }) => `NOT TESTED: ${tests}. It needs ${name}: install ${install}.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = missingTools()
  for (const line of missing) console.error(line)
  process.exitCode = missing.length === 0 ? 0 : 1
}
