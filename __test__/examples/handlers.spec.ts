// The examples of servers, as they are.
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { start } from '../support/command.ts'
import { type Ask, posted } from '../support/serve-asking.ts'

const example = (path: string) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url))

/** Starts an example on any port, and asks it once it has told where it is. */
async function started(t: ExecutionContext, path: string): Promise<Ask> {
  const child = start(['0'], process.execPath, [example(path)])
  t.teardown(() => child.kill())
  child.stderr.pipe(process.stderr)
  const [line] = await new Promise<[string]>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve([line]))
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}`)))
  })
  const { origin } = new URL(line)
  return (path, init) => fetch(origin + path, init)
}

const EXAMPLES: Record<string, (t: ExecutionContext) => Promise<Ask>> = {
  express: (t) => started(t, 'express/server.js'),
  fastify: (t) => started(t, 'fastify/server.js'),
  async hono() {
    const { app } = (await import(example('hono/app.js'))) as { app: { request: Ask } }
    return async (path, init) => app.request(path, init)
  },
}

for (const [name, open] of Object.entries(EXAMPLES)) {
  test(`the example of ${name} answers under /places, and everything else itself`, async (t) => {
    const ask = await open(t)

    const found = await ask('/places/suggest?q=ber&limit=1')
    t.is(found.status, 200)
    t.is(found.headers.get('cache-control'), 'public, max-age=60')
    const { suggestions } = (await found.json()) as { suggestions: { text: string; id: string }[] }
    t.is(suggestions[0]?.text, 'Berlin')
    t.is((await ask(`/places/entries/${suggestions[0]?.id}`)).status, 200)
    const headers = { 'If-None-Match': found.headers.get('etag') ?? '' }
    t.is((await ask('/places/suggest?q=ber&limit=1', { headers })).status, 304)
    t.is((await ask('/places/suggest?q=ber&limit=0')).status, 400)
    t.is((await ask('/places/suggest', { method: 'DELETE' })).status, 405)
    t.is((await ask('/places/healthz', { method: 'HEAD' })).status, 200)

    const one = await ask('/places/suggest', posted({ query: 'ber', limit: 1 }))
    t.deepEqual(((await one.json()) as { suggestions: unknown }).suggestions, suggestions)
    const batch = await ask('/places/suggest', posted({ queries: [{ query: 'ber' }, {}] }))
    t.is(((await batch.json()) as { answers: unknown[] }).answers.length, 2)
    t.is((await ask('/places/suggest', posted('{'))).status, 400)
    t.is((await ask('/places/suggest', posted('{}', { 'Content-Type': 'text/plain' }))).status, 415)

    t.is(await (await ask('/')).text(), 'Ask for /places/suggest?q=ber\n')
    t.is((await ask('/places/nothing')).status, 404)
    t.is((await ask('/nothing')).status, 404)
  })
}
