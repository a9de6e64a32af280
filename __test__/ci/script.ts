/**
 * Imports a script of `.ci` as `Script`, which says what of it a test uses. The scripts are plain
 * JavaScript, so that they run in a clone without any package.
 */
export async function importScript<Script>(path: string): Promise<Script> {
  return await import(new URL(`../../.ci/${path}`, import.meta.url).href)
}
