// Builds an index of the cities of the world, and measures what it takes in up to 32 forked processes.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildIndex } from 'mapahead'
import { cityRecords } from '../cities/cities.js'

const path = fileURLToPath(new URL('cities.mapahead', import.meta.url))
const mapahead = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

await buildIndex(cityRecords(), path)
const flags = process.argv.slice(2)
if (!flags.includes('--workers')) flags.push('--workers', '1,2,4,8,16,32')
const { status, error } = spawnSync(process.execPath, [mapahead, 'memory', path, ...flags], { stdio: 'inherit' })
if (error) throw error
process.exitCode = status ?? 1
