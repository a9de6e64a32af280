// What keeps the memory of the workers of a server small and flat, unless its user says otherwise.

const NAME = '--max-semi-space-size'
/** As V8 takes it: with either sign between its words. */
const GIVEN = /(?:^|[\s"'])--max[-_]semi[-_]space[-_]size\b/

/**
 * Returns the flags of Node.js that bound the young generation of the heaps of workers, besides the flags that
 * workers have from this process.
 *
 * @param asked - What the flag of the server says, in MiB; 0 leaves it to V8.
 * @param standard - What it is where neither that flag nor the user's own flags of Node.js say it.
 */
export function semiSpaceFlags(asked: number | undefined, standard: number): string[] {
  const { NODE_OPTIONS = '' } = process.env
  const size = asked ?? ([...process.execArgv, NODE_OPTIONS].some((flags) => GIVEN.test(flags)) ? 0 : standard)
  return size === 0 ? [] : [`${NAME}=${size}`]
}

/**
 * Returns the variables that workers have besides those of this process: all their threads allocate from one arena.
 *
 * With glibc each thread else has an arena of its own, which keeps some of what the thread freed, so that the memory
 * of a worker rises for some hundred thousand requests. Others than glibc do not know the variable.
 */
export function arenaVariables(): Record<string, string> {
  const { MALLOC_ARENA_MAX } = process.env
  // Also an empty one is the user's own.
  return MALLOC_ARENA_MAX === undefined ? { MALLOC_ARENA_MAX: '1' } : {}
}
