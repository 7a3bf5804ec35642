import type { TypeDescription } from '../describe/descriptions.js'

type Composite = Exclude<TypeDescription, string>

/** The description of a kind of type. */
export type TypeOf<K extends Composite['kind'], Each = Composite> = Each extends { readonly kind: infer Own }
  ? K extends Own
    ? Each
    : never
  : never

export function isKind<K extends Composite['kind']>(
  type: TypeDescription | undefined,
  kind: K,
): type is TypeOf<K> {
  return typeof type === 'object' && type.kind === kind
}

/** An option whose none is undefined. That of another option has a tag. */
export function isPlainOption(type: TypeDescription): boolean {
  return isKind(type, 'option') && !isKind(type.type, 'option')
}

/** The types that a type is made of. */
function partsOf(type: TypeDescription): readonly (TypeDescription | undefined)[] {
  if (typeof type === 'string') return []
  switch (type.kind) {
    case 'record':
      return type.fields.map((field) => field.type)
    case 'variant':
      return type.cases.map((each) => each.type)
    case 'tuple':
      return type.types
    case 'list':
    case 'stream':
    case 'future':
      return [type.element]
    case 'option':
      return [type.type]
    case 'result':
      return [type.ok, type.error]
    case 'map':
      return [type.key, type.value]
    default:
      return []
  }
}

const known = new WeakMap<object, boolean>()

/** Whether a value has streams or futures, which are other objects on the way in than on the way out. */
export function carriesStreams(type: TypeDescription | undefined): boolean {
  if (typeof type !== 'object') return false
  let carries = known.get(type)
  if (carries === undefined) {
    carries = type.kind === 'stream' || type.kind === 'future' || partsOf(type).some(carriesStreams)
    known.set(type, carries)
  }
  return carries
}

/** Whether values of a type may look like `{ tag: 'ok' }` or `{ tag: 'err' }` themselves. */
export function looksLikeOutcome(type: TypeDescription): boolean {
  if (isKind(type, 'variant')) return type.cases.some(({ label }) => label === 'ok' || label === 'err')
  if (isKind(type, 'record')) return type.fields.every(({ label }) => label === 'tag' || label === 'val')
  if (isKind(type, 'option')) return isPlainOption(type) && looksLikeOutcome(type.type)
  return isKind(type, 'result')
}
