import { readDependencyName } from './dependency-names.js'
import type { Fail } from './fail.js'
import { isLabel } from './labels.js'

/** A name of an import or export by its parts: Explainer.md, `externname`. */
export type ExternNameParts =
  | { readonly kind: 'label' }
  | { readonly kind: 'constructor'; readonly resource: string }
  | { readonly kind: 'method' | 'static'; readonly resource: string; readonly label: string }
  | { readonly kind: 'interface'; readonly version: string | undefined }
  /** Names of implementations, which imports may have in tools' pre-release form. */
  | { readonly kind: 'dependency' }

/** Reads a name. Fails where it is in no form that the specification has. */
export function readExternName(name: string, fail: Fail): ExternNameParts {
  const annotation = /^\[(constructor|method|static)\]/.exec(name)
  if (annotation !== null) {
    const rest = name.slice(annotation[0].length)
    return annotation[1] === 'constructor'
      ? { kind: 'constructor', resource: readLabel(rest, fail) }
      : { kind: annotation[1] === 'method' ? 'method' : 'static', ...readMember(rest, fail) }
  }
  if (/^(?:unlocked-dep|locked-dep|url|integrity)=/.test(name)) {
    readDependencyName(name, fail)
    return { kind: 'dependency' }
  }
  if (name.includes(':')) return readInterfaceName(name, fail)
  readLabel(name, fail)
  return { kind: 'label' }
}

function readLabel(text: string, fail: Fail): string {
  return isLabel(text) ? text : fail(`\`${text}\` is not in kebab case`)
}

function readMember(text: string, fail: Fail): { resource: string; label: string } {
  const dot = text.indexOf('.')
  if (dot < 0) fail('failed to find `.` character')
  return { resource: readLabel(text.slice(0, dot), fail), label: readLabel(text.slice(dot + 1), fail) }
}

/** `interfacename`: namespaces, a package, projections, and a version that is not looked at here. */
function readInterfaceName(name: string, fail: Fail): ExternNameParts & { kind: 'interface' } {
  const at = name.indexOf('@')
  const path = at < 0 ? name : name.slice(0, at)
  const [qualifiedPackage = '', ...projections] = path.split('/')
  const words = qualifiedPackage.split(':')
  for (const word of words) readPackageWord(word, fail)
  if (words.length < 2) fail(`expected \`:\` at \`${path.slice(qualifiedPackage.length)}\``)
  if (projections.length === 0) fail('expected `/` after package name')
  for (const projection of projections) readLabel(projection, fail)
  return { kind: 'interface', version: at < 0 ? undefined : name.slice(at + 1) }
}

/** Namespaces and packages are in lower case. */
export function readPackageWord(text: string, fail: Fail): void {
  readLabel(text, fail)
  const upper = /[A-Z]/.exec(text)
  if (upper !== null) fail(`character \`${upper[0]}\` is not lowercase in package name/namespace`)
}

/** What must differ between names of one scope: Explainer.md, name uniqueness. */
export function uniquenessKey(name: string): string {
  const lower = name.toLowerCase()
  const member = /^\[(?:method|static)\]([^.]*)\.(.*)$/.exec(lower)
  if (member === null) return lower
  return member[1] === member[2] ? member[1]! : `${member[1]}.${member[2]}`
}
