import type { ExternName, NameAttribute } from '@weft/wasm-binary'
import { type ExternNameParts, readExternName, uniquenessKey } from './extern-names.js'
import { type Fail, failWithin } from './fail.js'
import type { ExternList, Scope } from './scope.js'
import { isCanonicalVersion, isSemver } from './semver.js'
import type { ExternType, FunctionType, ResourceType, ValueType } from './type-model.js'

/** Fails where a name does not fit what it names, or is too like another: Binary.md, import and export definitions. */
export function checkExternName(
  scope: Scope,
  direction: 'import' | 'export',
  name: ExternName,
  extern: ExternType,
): void {
  checkNameInList(scope[`${direction}s`], direction, name, extern, scope.fail)
}

/** The same for the names in a list that is no scope's. */
export function checkNameInList(
  list: Pick<ExternList, 'names' | 'resourceNames'>,
  direction: 'import' | 'export',
  { name, attributes }: ExternName,
  extern: ExternType,
  fail: Fail,
): void {
  const parts = readExternName(
    name,
    failWithin(fail, `${direction} name \`${name}\` is not a valid extern name`),
  )
  if (direction === 'export' && parts.kind === 'dependency')
    fail(`name \`${name}\` is not a valid export name`)
  const notValid = failWithin(fail, `${direction} name \`${name}\` is not valid`)
  checkAttributes(name, parts, attributes, extern, fail, notValid)
  if (parts.kind === 'constructor' || parts.kind === 'method' || parts.kind === 'static')
    checkAnnotated(parts, list, extern, notValid)
  const key = uniquenessKey(name)
  const previous = list.names.get(key)
  if (previous !== undefined)
    fail(`${direction} name \`${name}\` conflicts with previous name \`${previous}\``)
  list.names.set(key, name)
}

function checkAttributes(
  name: string,
  parts: ExternNameParts,
  attributes: readonly NameAttribute[],
  extern: ExternType,
  fail: Fail,
  notValid: Fail,
): void {
  const values = new Map<NameAttribute['kind'], string>()
  for (const { kind, value } of attributes) {
    if (values.has(kind)) fail(`duplicate '${kind}' option in name`)
    values.set(kind, value)
  }
  const suffix = values.get('versionsuffix')
  const implemented = values.get('implements')
  if (suffix !== undefined && extern.sort !== 'instance') fail('only instances can have an `versionsuffix`')
  if (implemented !== undefined) checkImplements(name, parts, implemented, suffix, extern, fail)
  else if (parts.kind === 'interface') checkVersion(parts.version, suffix, notValid)
  else if (suffix !== undefined) fail('`versionsuffix` requires an interface name or `implements`')
}

function checkImplements(
  name: string,
  parts: ExternNameParts,
  implemented: string,
  suffix: string | undefined,
  extern: ExternType,
  fail: Fail,
): void {
  if (parts.kind !== 'label') fail(`name \`${name}\` is not valid with \`implements\``)
  if (extern.sort !== 'instance') fail('only instances can have an `implements`')
  const target = readExternName(implemented, failWithin(fail, `\`${implemented}\` is not a valid name`))
  if (target.kind === 'interface') checkVersion(target.version, suffix, fail)
  else fail(`name \`${implemented}\` must be an interface`)
}

/** A version in full, or what compatible versions have in common with the rest as an attribute. */
function checkVersion(version: string | undefined, suffix: string | undefined, fail: Fail): void {
  const refuse = failWithin(fail, 'invalid interface version')
  if (version === undefined) {
    if (suffix !== undefined) refuse('there is none before the version suffix')
  } else if (suffix !== undefined) {
    if (!isCanonicalVersion(version)) refuse(`\`${version}\` is not canonical, and has a version suffix`)
    if (!isSemver(version + suffix)) refuse(`\`${version}${suffix}\` is not a valid semver`)
  } else if (version === '') {
    refuse('empty string, expected a semver version')
  } else if (!isSemver(version) && !isCanonicalVersion(version)) {
    refuse(`\`${version}\` is not a valid semver`)
  }
}

type AnnotatedName = Extract<ExternNameParts, { resource: string }>
type ResourceNames = Pick<ExternList, 'resourceNames'>

/** `[constructor]`, `[method]` and `[static]` say what type a function has. */
function checkAnnotated(name: AnnotatedName, list: ResourceNames, extern: ExternType, fail: Fail): void {
  if (extern.sort !== 'func') fail('item is not a func')
  const names = list.resourceNames
  if (name.kind === 'constructor') checkResource(constructed(extern.type, fail), name.resource, names, fail)
  else if (name.kind === 'method') checkResource(receiver(extern.type, fail), name.resource, names, fail)
  else if (![...names.values()].includes(name.resource))
    fail('static resource name is not known in this context')
}

function constructed({ async, result }: FunctionType, fail: Fail): ResourceType {
  if (async) fail('constructor function cannot be async')
  if (result === undefined) return fail('function should return one value')
  const owned = handled(result, 'own') ?? handled(okType(result), 'own')
  return owned ?? fail('function should return `(own $T)` or `(result (own $T))`')
}

function okType(type: ValueType): ValueType | undefined {
  return typeof type !== 'string' && type.kind === 'result' ? type.ok : undefined
}

function receiver({ parameters: [first] }: FunctionType, fail: Fail): ResourceType {
  if (first === undefined) return fail('function should have at least one argument')
  if (first.label !== 'self') fail('function should have a first argument called `self`')
  return handled(first.type, 'borrow') ?? fail('function should take a first argument of `(borrow $T)`')
}

function handled(type: ValueType | undefined, kind: 'own' | 'borrow'): ResourceType | undefined {
  return typeof type === 'object' && type.kind === kind ? type.resource : undefined
}

function checkResource(
  type: ResourceType,
  name: string,
  names: ReadonlyMap<ResourceType, string>,
  fail: Fail,
): void {
  const actual = names.get(type)
  if (actual === undefined) fail('resource used in function does not have a name in this context')
  if (actual !== name) fail(`function does not match expected resource name \`${actual}\``)
}
