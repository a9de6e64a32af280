// Autocomplete in a Hono application, which takes a Request and returns a Response, as Next.js, Bun and Deno do.
//
// Bun:      bun -e 'import { app } from "./examples/hono/app.js"; Bun.serve({ port: 3000, fetch: app.fetch })'
// Deno:     Deno.serve({ port: 3000 }, app.fetch)
// Node.js:  serve(app), of the npm package @hono/node-server
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { createFetchHandler } from 'mapahead'
import { openPlaces } from '../places.js'

const index = await openPlaces(fileURLToPath(new URL('places.mapahead', import.meta.url)))
const handler = createFetchHandler(index, { basePath: '/places', cacheControl: 'public, max-age=60' })

export const app = new Hono()
app.get('/', (context) => context.text('Ask for /places/suggest?q=ber\n'))
app.all('/places/*', (context) => handler(context.req.raw))
