import test from 'ava'
import { importScript } from './script.ts'

interface Tool {
  name: string
  isThere(): boolean
  tests: string
  install: string
}

const { missingTools } = await importScript<{ missingTools(tools: Tool[]): string[] }>('tools.mjs')

test('a tool that is missing is told with the tests that it leaves out', (t) => {
  const tool = { name: 'a browser', tests: 'the pages', install: 'chromium' }
  t.deepEqual(missingTools([{ ...tool, isThere: () => true }]), [])
  t.deepEqual(missingTools([{ ...tool, isThere: () => false }]), [
    'NOT TESTED: the pages. It needs a browser: install chromium.',
  ])
})
