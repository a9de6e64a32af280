// A worker of the web server: answers pages of ranked links, and follows the file.
import { SuggestIndex } from 'mapahead'

const PAGE = 100

const index = await SuggestIndex.open(process.argv[2], { watch: true, warm: true })
index.on('swap', ({ generation }) => process.send({ event: 'swap', generation }))
index.on('swap-failed', ({ code, message }) => process.send({ event: 'swap-failed', code, message }))

/** The links of `user` on page `page`, from 0: the empty query matches all, the filter leaves the user's own. */
function pageOf(user, page) {
  return index.suggest('', { filter: { user }, limit: PAGE, offset: PAGE * page, total: true })
}

process.on('message', ({ user, page }) => {
  const started = process.hrtime.bigint()
  const { suggestions, total, generation } = pageOf(user, page)
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  process.send({ event: 'page', suggestions, total, generation, ms })
})
process.once('disconnect', () => index.close()) // the server is gone
process.send({ event: 'ready', generation: index.generation })
