// npm start: prepares what is stale, then runs the demo.
import { prepare, run } from './prepare.mjs'

prepare()
run(process.execPath, 'examples/cities/main.js')
