// Empties dist before tsc fills it, so that no file stays whose source is gone. The pages have a step of their own.
import { existsSync, readdirSync, rmSync } from 'node:fs'

const names = existsSync('dist') ? readdirSync('dist') : []
for (const name of names) {
  if (name !== 'pages') rmSync(`dist/${name}`, { recursive: true })
}
