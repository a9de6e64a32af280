// Builds an index, starts the server that Next.js built, and asks it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildIndex } from 'mapahead'

const index = resolve('places.mapahead')
await buildIndex([{ text: 'Bern' }, { text: 'Berlin', weight: 2 }], index)
// Elsewhere, or the server would find the addon in the node_modules of this project.
const deployed = mkdtempSync(join(tmpdir(), 'mapahead-standalone-'))
cpSync('.next/standalone', deployed, { recursive: true })

const port = await freePort()
const env = { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1', INDEX: index }
const server = spawn(process.execPath, ['server.js'], { cwd: deployed, env, stdio: 'inherit' })
try {
  const answer = await ask(`http://127.0.0.1:${port}/suggest?q=ber`)
  const { suggestions } = await answer.json()
  assert.deepEqual(
    suggestions.map(({ text }) => text),
    ['Berlin', 'Bern'],
  )
  console.log('right')
} finally {
  server.kill()
  rmSync(deployed, { recursive: true })
}

/** Asks until the server listens; half a minute is far more than it takes. */
async function ask(url) {
  for (let tries = 0; tries < 150; tries++) {
    try {
      return await fetch(url)
    } catch {
      await delay(200)
    }
  }
  throw new Error('the server does not listen')
}

function freePort() {
  return new Promise((settle) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => settle(port))
    })
  })
}
