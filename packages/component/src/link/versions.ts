interface InterfaceName {
  /** Without the version. */
  readonly base: string
  readonly version: string | undefined
}

function split(name: string): InterfaceName {
  const at = name.indexOf('@')
  return at < 0
    ? { base: name, version: undefined }
    : { base: name.slice(0, at), version: name.slice(at + 1) }
}

/**
 * The part of a version that compatible ones share: `0.3` of `0.3.1`, `1` of `1.2.3`. Specification: Explainer,
 * Canonical Interface Name.
 */
function canonicalVersion(version: string): string {
  const [major = '', minor, patch] = version.split(/[-+]/, 1)[0]!.split('.')
  if (major !== '0' || minor === undefined) return major
  if (minor !== '0' || patch === undefined) return `0.${minor}`
  return `0.0.${patch}`
}

/** A name with its version cut to what compatible versions share: `wasi:cli/stdout@0.3`. */
export function versionTrack(name: string): string {
  const { base, version } = split(name)
  return version === undefined ? name : `${base}@${canonicalVersion(version)}`
}

/** The path of an import without the version of its interface. */
export function withoutVersion(path: string): string {
  return path.replace(/@[^#]*/, '')
}

/**
 * The name among `names` that stands for `wanted`: the same one, else the newest of a compatible version, else the
 * one without a version.
 */
export function findCompatible(wanted: string, names: Iterable<string>): string | undefined {
  const { base, version } = split(wanted)
  let best: string | undefined
  for (const name of names) {
    if (name === wanted) return name
    if (version === undefined || !name.startsWith(base)) continue
    const isFallback = name === base
    if (!isFallback && versionTrack(name) !== versionTrack(wanted)) continue
    if (best === undefined || best === base || (!isFallback && compareVersions(name, best) > 0)) best = name
  }
  return best
}

/** Of two names that differ in their versions, the one of the newer version. */
export function newest(left: string, right: string): string {
  return compareVersions(left, right) >= 0 ? left : right
}

function compareVersions(left: string, right: string): number {
  const [leftRelease, leftPre] = versionParts(left)
  const [rightRelease, rightPre] = versionParts(right)
  for (let index = 0; index < 3; index++) {
    const difference = (leftRelease[index] ?? 0) - (rightRelease[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (leftPre === rightPre) return 0
  // A pre-release comes before its release.
  if (leftPre === '' || rightPre === '') return leftPre === '' ? 1 : -1
  return leftPre < rightPre ? -1 : 1
}

function versionParts(name: string): [release: number[], prerelease: string] {
  const version = split(name).version ?? ''
  const [withoutBuild = ''] = version.split('+', 1)
  const dash = withoutBuild.indexOf('-')
  const release = dash < 0 ? withoutBuild : withoutBuild.slice(0, dash)
  return [release.split('.').map(Number), dash < 0 ? '' : withoutBuild.slice(dash + 1)]
}
