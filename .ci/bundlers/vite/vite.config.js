import { defineConfig } from 'vite'

// The strictest setting: every package becomes part of the bundle, mapahead too.
export default defineConfig({ ssr: { noExternal: true } })
