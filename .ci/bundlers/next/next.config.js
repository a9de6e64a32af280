/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  // The addon is a package that Next.js can't see, so that a standalone server must be told of it.
  outputFileTracingIncludes: { '/suggest': ['node_modules/mapahead-*/**'] },
}

export default config
