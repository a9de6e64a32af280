// Autocomplete in an Express application: node examples/express/server.js [port]
import { fileURLToPath } from 'node:url'
import express from 'express'
import { createHandler } from 'mapahead'
import { openPlaces } from '../places.js'

const index = await openPlaces(fileURLToPath(new URL('places.mapahead', import.meta.url)))
const app = express()

app.get('/', (_request, response) => response.send('Ask for /places/suggest?q=ber\n'))
// Express takes /places off the paths; what the handler does not know goes on to the routes below.
app.use('/places', createHandler(index, { cacheControl: 'public, max-age=60' }))
app.use('/places', (_request, response) => response.status(404).send('No such page.\n'))

const server = app.listen(Number(process.argv[2] ?? 3000), '127.0.0.1', (error) => {
  if (error) throw error
  console.log(`http://127.0.0.1:${server.address().port}/places/suggest?q=ber`)
})
