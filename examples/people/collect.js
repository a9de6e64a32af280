// Loaded into the processes of the server before anything else: on SIGUSR2 it collects garbage, and says so. The
// story looks at memory right after that. Else it would see how long V8 lets garbage lie, and how much of its pages
// is in use, which are matters of their own: there is plenty of memory.
process.on('SIGUSR2', () => {
  globalThis.gc()
  globalThis.gc() // and what the first one let go
  process.stdout.write('{"event":"collected"}\n')
})
