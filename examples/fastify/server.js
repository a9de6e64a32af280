// Autocomplete in a Fastify application: node examples/fastify/server.js [port]
import { fileURLToPath } from 'node:url'
import fastify from 'fastify'
import { createHandler } from 'mapahead'
import { openPlaces } from '../places.js'

const index = await openPlaces(fileURLToPath(new URL('places.mapahead', import.meta.url)))
const app = fastify()

app.get('/', async () => 'Ask for /places/suggest?q=ber\n')
app.register(async (places) => {
  const handler = createHandler(index, { basePath: '/places', cacheControl: 'public, max-age=60' })
  // The handler reads bodies itself, within its own limits.
  places.removeAllContentTypeParsers()
  places.addContentTypeParser('*', (_request, _body, done) => done(null))
  places.all('/places/*', (request, reply) => {
    reply.hijack()
    handler(request.raw, reply.raw)
  })
})

const address = await app.listen({ port: Number(process.argv[2] ?? 3000), host: '127.0.0.1' })
console.log(`${address}/places/suggest?q=ber`)
