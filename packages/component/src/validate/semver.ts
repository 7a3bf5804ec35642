const numeric = '(?:0|[1-9][0-9]*)'
const identifier = `(?:${numeric}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`
const semver = new RegExp(
  `^${numeric}\\.${numeric}\\.${numeric}(?:-${identifier}(?:\\.${identifier})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
)
const canonical = /^(?:[1-9][0-9]*|0\.[1-9][0-9]*|0\.0\.(?:0|[1-9][0-9]*))$/

/** Semantic Versioning 2.0. */
export function isSemver(text: string): boolean {
  return semver.test(text)
}

/** `canonversion` of the specification: what compatible versions have in common. */
export function isCanonicalVersion(text: string): boolean {
  return canonical.test(text)
}
