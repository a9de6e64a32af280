// A primary whose one worker is the command line, as a process manager in its cluster mode starts it. Tells how it ended.
import cluster from 'node:cluster'

const [exec, ...args] = process.argv.slice(2)
cluster.setupPrimary({ exec, args })
cluster.fork().once('exit', (code, signal) => {
  process.stdout.write(JSON.stringify({ code, signal }))
})
