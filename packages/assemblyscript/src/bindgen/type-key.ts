import type { NamedType, Resource, WitType } from '../wit/world.js'
import { pascalCase } from './case-names.js'
import { resolveAlias } from './resolve-alias.js'

const identities = new WeakMap<object, number>()
let lastIdentity = 0

/** A number that stands for an object, for keys; it never gets into generated text. */
export function identityOf(object: object): number {
  const known = identities.get(object)
  if (known !== undefined) return known
  lastIdentity++
  identities.set(object, lastIdentity)
  return lastIdentity
}

/** Equal for equal types: aliases are what they stand for. */
export function typeKey(type: WitType): string {
  return describe(type, (declared) => `#${identityOf(declared)}`, ['<', ', ', '>'])
}

/** The type's WIT spelling in PascalCase: `list<option<string>>` as `ListOptionString`. */
export function typeWords(type: WitType): string {
  const text = describe(type, ({ name }) => name, ['-', '-', ''])
  return pascalCase(text.replaceAll('_', 'none'))
}

/** As WIT writes it, with the names of types as they are declared, or as `nameOf` says. */
export function typeSpelling(
  type: WitType,
  nameOf = ({ name }: NamedType | Resource): string => name,
): string {
  if (type.kind === 'named') return nameOf(type.type)
  if (type.kind === 'own') return nameOf(type.resource)
  return describe(type, nameOf, ['<', ', ', '>'], (inner) => typeSpelling(inner, nameOf))
}

type Punctuation = readonly [open: string, between: string, close: string]

function describe(
  type: WitType,
  name: (declared: NamedType | Resource) => string,
  punctuation: Punctuation,
  part = (inner: WitType): string => describe(inner, name, punctuation),
): string {
  const [open, between, close] = punctuation
  const of = (kind: string, ...parts: readonly string[]) => kind + open + parts.join(between) + close
  const resolved = resolveAlias(type)
  switch (resolved.kind) {
    case 'primitive':
      return resolved.primitive
    case 'named':
      return name(resolved.type)
    case 'own':
    case 'borrow':
      return of(resolved.kind, name(resolved.resource))
    case 'list':
      return of(
        'list',
        part(resolved.element),
        ...(resolved.length === undefined ? [] : [`${resolved.length}`]),
      )
    case 'tuple':
      return of('tuple', ...resolved.types.map(part))
    case 'option':
      return of('option', part(resolved.type))
    case 'map':
      return of('map', part(resolved.key), part(resolved.value))
    case 'result':
      return resultText(resolved, of, part)
    case 'stream':
    case 'future':
      return resolved.element === undefined ? resolved.kind : of(resolved.kind, part(resolved.element))
  }
}

function resultText(
  { ok, error }: Extract<WitType, { kind: 'result' }>,
  of: (kind: string, ...parts: readonly string[]) => string,
  part: (inner: WitType) => string,
): string {
  if (ok === undefined && error === undefined) return 'result'
  const first = ok === undefined ? '_' : part(ok)
  return error === undefined ? of('result', first) : of('result', first, part(error))
}
