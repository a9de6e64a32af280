/** The platforms that have a package with an addon, as `targets` of package.json has them. */
const PACKAGES = new Map<string, readonly string[]>([
  // Which C library it is takes a look at the system to know. npm installs the package that fits, so
  // the other one is missing, and where both are there the wrong one does not load.
  ['linux-x64', ['linux-x64-gnu', 'linux-x64-musl']],
  ['linux-arm64', ['linux-arm64-gnu', 'linux-arm64-musl']],
  ['darwin-x64', ['darwin-x64']],
  ['darwin-arm64', ['darwin-arm64']],
  ['win32-x64', ['win32-x64-msvc']],
  ['win32-arm64', ['win32-arm64-msvc']],
])

/** Names the packages that may hold the addon of this platform, without `mapahead-`; none if there is none. */
export function platformPackages(platform: string = process.platform, arch: string = process.arch): readonly string[] {
  return PACKAGES.get(`${platform}-${arch}`) ?? []
}
