// An empty project outside of the repository, with the packages of a release installed.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url))

/**
 * Makes an empty project, installs the packages for `platform` from `tarballs`, and copies the
 * programs that ask them.
 *
 * @param tarballs - The folder that pack.mjs filled.
 * @returns the folder of the project.
 */
export function installProject(tarballs, platform) {
  const project = mkdtempSync(join(tmpdir(), 'mapahead-project-'))
  writeJson(join(project, 'package.json'), { private: true })
  installPackages(project, tarballs, platform)
  cpSync(PROGRAMS, project, { recursive: true })
  return project
}

/** Installs the packages for `platform` into a project, in which no script of a package may run. */
export function installPackages(project, tarballs, platform) {
  const packed = JSON.parse(readFileSync(join(tarballs, 'packed.json'), 'utf8'))
  const wanted = packed.filter(({ name }) => name === 'mapahead' || name === `mapahead-${platform}`)
  if (wanted.length !== 2) throw new Error(`${tarballs} lacks the packages for ${platform}`)
  const paths = wanted.map(({ tarball }) => resolve(tarballs, tarball))
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...paths]
  runIn(project, 'npm', args)
}

/**
 * Runs a command in a project, without Rust and compilers in its PATH.
 *
 * @returns its output.
 * @throws with all of its output if it fails.
 */
export function runIn(project, command, args, env = {}) {
  const { status, stdout, stderr, error } = spawnIn(project, command, args, env)
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with code ${status}:\n${stdout}${stderr}`)
  return stdout
}

/** Runs a command as `runIn` does, and returns all that is known of its end. */
export function spawnIn(project, command, args, env = {}) {
  const isWindows = process.platform === 'win32'
  return spawnSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    // On Windows npm is a script, and a PATH of links needs rights that not every user has.
    shell: isWindows && command === 'npm',
    env: isWindows ? { ...process.env, ...env } : { PATH: poorPath(project), HOME: project, ...registry(), ...env },
    timeout: 600_000,
  })
}

/** What tells npm where its registry and its cache are, since HOME is another one here. */
function registry() {
  const names = Object.keys(process.env).filter((name) =>
    /^(npm_config_|https?_proxy$|no_proxy$|node_extra_ca)/i.test(name),
  )
  return Object.fromEntries(names.map((name) => [name, process.env[name]]))
}

/** A folder with node, npm and a shell alone, as whoever deploys may have it. */
function poorPath(project) {
  const bin = join(project, '.bin')
  mkdirSync(bin, { recursive: true })
  const programs = { node: process.execPath, npm: findProgram('npm'), sh: '/bin/sh', env: '/usr/bin/env' }
  const existing = new Set(readdirSync(bin))
  for (const [name, target] of Object.entries(programs)) {
    if (!existing.has(name)) symlinkSync(target, join(bin, name))
  }
  return bin
}

function findProgram(name) {
  const { stdout } = spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  if (stdout === '') throw new Error(`${name} is not in the PATH`)
  return stdout.trim()
}

export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`)
}
