/** The peers that are no packages of npm: what compiles them, and what says so if their tools are missing. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { ROOT, source } from '../corpus-files.mjs'
import { FOLDER } from './installed.mjs'

/** What Lucene 10 needs. */
const OLDEST_JAVA = 21
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies'

/** Returns the peers for which the tools are there, compiled. */
export function nativePeers(isWanted) {
  return [...crates(isWanted), ...lucene(isWanted)]
}

function crates(isWanted) {
  const settings = { fst: ['1 edit', '2 edits'], tantivy: ['an edit a word, by weight'] }
  const wanted = Object.keys(settings).filter(isWanted)
  if (wanted.length === 0) return []
  console.error('compiling tantivy and the fst crate')
  const folder = `${ROOT}benches/peers/native`
  const target = `${FOLDER}native`
  const env = { ...process.env, CARGO_TARGET_DIR: target }
  execFileSync('cargo', ['build', '--release', '--locked', '--quiet'], { cwd: folder, env, stdio: 'inherit' })
  const program = `${target}/release/mapahead-bench-peers`
  return wanted.map((peer) => ({
    peer,
    settings: settings[peer],
    command: (setting, corpus) => [program, peer, setting, corpus],
  }))
}

function lucene(isWanted) {
  const fuzzy = ['any letter may be wrong', 'first letter as typed']
  const settings = { 'lucene-infix': ['words, no slips'], 'lucene-fuzzy': fuzzy, 'lucene-completion': fuzzy }
  const wanted = Object.keys(settings).filter(isWanted)
  if (wanted.length === 0) return []
  const home = findJava()
  if (home === undefined || spawnSync('mvn', ['--version']).status !== 0) {
    console.error(`NOT COMPARED: Lucene. It needs Java ${OLDEST_JAVA} or later and Maven.`)
    return []
  }
  console.error('getting Lucene (mvn) and compiling its program')
  const folder = `${ROOT}benches/peers/lucene`
  const [jars, classes] = [`${FOLDER}lucene/jars`, `${FOLDER}lucene/classes`]
  mkdirSync(classes, { recursive: true })
  const env = { ...process.env, JAVA_HOME: home }
  if (!existsSync(jars)) {
    const args = ['--quiet', '--batch-mode', COPY, `-DoutputDirectory=${jars}`]
    execFileSync('mvn', args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const path = [classes, ...readdirSync(jars).map((name) => `${jars}/${name}`)].join(':')
  execFileSync(`${home}/bin/javac`, ['-cp', path, '-d', classes, `${folder}/Suggesters.java`], { stdio: 'inherit' })
  const quiet = ['--enable-native-access=ALL-UNNAMED', '--add-modules', 'jdk.incubator.vector']
  const java = [`${home}/bin/java`, '-Xmx8g', ...quiet, '-cp', path, 'Suggesters']
  return wanted.map((peer) => ({
    peer,
    settings: settings[peer],
    command: (setting, corpus) => [...java, peer, setting, source(corpus)],
  }))
}

/** Returns the folder of a Java that is new enough: the one of JAVA_HOME, or one where systems install them. */
function findJava() {
  const installed = '/usr/lib/jvm'
  const others = existsSync(installed) ? readdirSync(installed).map((name) => `${installed}/${name}`) : []
  return [process.env.JAVA_HOME, ...others].find((home) => home !== undefined && versionOf(home) >= OLDEST_JAVA)
}

function versionOf(home) {
  const { stdout } = spawnSync(`${home}/bin/javac`, ['--version'], { encoding: 'utf8' })
  return Number(/^javac (\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}
