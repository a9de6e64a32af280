// Registers hooks that write every module as it is resolved, a URL a line.
import { register } from 'node:module'

const hooks = `
  import { writeSync } from 'node:fs'
  export async function resolve(specifier, context, next) {
    const found = await next(specifier, context)
    writeSync(1, found.url + '\\n')
    return found
  }
`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
