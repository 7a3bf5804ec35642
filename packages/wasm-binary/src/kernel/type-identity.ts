import type { CompositeType, FieldType, RecursiveGroup, StorageType, SubType } from '../module.js'

/** Compares types across recursive groups as engines do (core specification 3.3.5, 3.3.11). */
export interface TypeIdentity {
  /** True if a function of type `actual` may be called through `expected`. */
  matches(actual: number, expected: number): boolean
}

/** Gives equal types equal numbers: groups are equal if they are written alike up to indices of equal types. */
export function createTypeIdentity(groups: readonly RecursiveGroup[]): TypeIdentity {
  const known = new Map<string, number>()
  const identities: number[] = []
  const types = groups.flatMap((group) => group.types)
  for (const group of groups) {
    const first = identities.length
    const key = JSON.stringify(
      group.types.map((type) => spell(type, (index) => reference(index, first, identities))),
    )
    const identity = known.get(key) ?? first
    known.set(key, identity)
    for (const position of group.types.keys()) identities.push(identity + position)
  }
  return { matches: (actual, expected) => matches(actual, expected, types, identities) }
}

/** Inside the group relative to its start, outside by identity. */
function reference(index: number, first: number, identities: readonly number[]): string {
  return index >= first ? `+${index - first}` : `${identities[index]}`
}

function spell(type: SubType, name: (index: number) => string): unknown {
  return [type.final, type.supertypes.map(name), spellComposite(type.composite, name)]
}

function spellComposite(type: CompositeType, name: (index: number) => string): unknown {
  const value = (storage: StorageType) => {
    if (typeof storage === 'string') return storage
    return [storage.nullable, typeof storage.heap === 'number' ? name(storage.heap) : storage.heap]
  }
  const field = ({ storage, mutable }: FieldType) => [value(storage), mutable]
  if (type.kind === 'func') return ['func', type.parameters.map(value), type.results.map(value)]
  return type.kind === 'struct' ? ['struct', type.fields.map(field)] : ['array', field(type.field)]
}

function matches(
  actual: number,
  expected: number,
  types: readonly SubType[],
  identities: readonly number[],
): boolean {
  let current: number | undefined = actual
  while (current !== undefined) {
    if (identities[current] === identities[expected]) return true
    const supertype: number | undefined = types[current]?.supertypes[0]
    // A supertype stands before its subtypes; anything else is invalid and must not make this loop endless.
    current = supertype !== undefined && supertype < current ? supertype : undefined
  }
  return false
}
