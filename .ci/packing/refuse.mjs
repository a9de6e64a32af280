// Runs before `npm publish` in the repository itself, and refuses it.
console.error('mapahead: this folder is no package of a release, which names its addons; see docs/releasing.md')
process.exit(1)
