// Starts a Postgres server of its own for tests and benches: in a temporary folder, on a Unix socket alone, as a user
// that is not root. The server of the system, if there is one, is left alone.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

/** Where Debian keeps the programs of each release, which are on no path. */
const DEBIAN = '/usr/lib/postgresql'
/** The user that the programs run as in place of root, whom they refuse. */
const USER = 'postgres'
const DATABASE = 'postgres'

/** Settings for data that are thrown away: nothing has to be on the disk. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'listen_addresses=', 'lc_messages=C']

/** Whether a server can be started here. */
export function hasPostgres() {
  return process.platform !== 'win32' && folderOfPrograms() !== undefined && owner() !== undefined
}

/**
 * Starts a server with an empty database, and resolves when it takes connections.
 *
 * `config` is what `pg` and `psql` need to connect: the folder of the socket, the user and the database. `stop` ends
 * the server and removes its folder.
 */
export async function startPostgres() {
  const programs = folderOfPrograms()
  const user = owner()
  if (programs === undefined || user === undefined) throw new Error('there is no Postgres here: see hasPostgres')
  const folder = mkdtempSync(join(tmpdir(), 'mapahead-pg-'))
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const run = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
  const made = [
    '--pgdata',
    data,
    '--username',
    USER,
    '--auth',
    'trust',
    '--encoding',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ]
  execFileSync(join(programs, 'initdb'), made, { ...run, stdio: ['ignore', 'ignore', 'pipe'] })

  const flags = SETTINGS.flatMap((setting) => ['-c', setting])
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, ...flags], {
    ...run,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = () => server.kill('SIGQUIT')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    if (server.exitCode === null && server.signalCode === null) {
      kill()
      await once(server, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await readiness(server)
  } catch (error) {
    await stop()
    throw error
  }
  return { config: { host: folder, user: USER, database: DATABASE }, stop }
}

/** Resolves when the server says that it is ready, and reads on, since a full pipe would stop it. */
function readiness(server) {
  return new Promise((resolve, reject) => {
    const said = []
    createInterface({ input: server.stderr }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve()
      else if (said.length < 100) said.push(line)
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}:\n${said.join('\n')}`)))
  })
}

/** The folder of `initdb` and `postgres`: one of the path, or Debian's for its latest release. */
function folderOfPrograms() {
  const releases = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...releases.map((release) => join(DEBIAN, release, 'bin')),
  ]
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))))
}

/** The user to run as: this one, or for root the user that Debian's package makes. Nothing if there is none. */
function owner() {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, USER], { encoding: 'utf8' }))
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}
