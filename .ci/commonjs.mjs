// Makes the package for tools whose `require` can't load an ES module, such as Jest: one file of
// CommonJS, dist/commonjs/index.cjs. Node.js itself never takes it, so it has one instance of all.
import { build } from 'esbuild'

await build({
  entryPoints: ['dist/index.js'],
  outfile: 'dist/commonjs/index.cjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // src/native/load.ts has __filename in place of import.meta.url.
  logOverride: { 'empty-import-meta': 'silent' },
  logLevel: 'warning',
})
