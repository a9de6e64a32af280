// Installs the command line of DuckDB into target/duckdb, unless the one that requirements.txt asks
// for is there: node .ci/duckdb/install.mjs. Needs Linux on x64, and Python with pip.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { INSTALLED_DUCKDB } from '../tools.mjs'

const requirements = join(dirname(fileURLToPath(import.meta.url)), 'requirements.txt')
const folder = dirname(dirname(INSTALLED_DUCKDB))
const stamp = join(folder, 'requirements.txt')
const wanted = readFileSync(requirements, 'utf8')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('mapahead: installing DuckDB (pip install)')
  const flags = ['--quiet', '--upgrade', '--no-deps', '--require-hashes', '--disable-pip-version-check']
  const args = ['-m', 'pip', 'install', ...flags, '--target', folder, '--requirement', requirements]
  execFileSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  chmodSync(INSTALLED_DUCKDB, 0o755)
  writeFileSync(stamp, wanted)
}
