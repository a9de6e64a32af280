/** This release, as `package.json` has it; part of every entity tag, since another may answer otherwise. */
export const RELEASE = '0.1.0'
