import type { ValType } from '@weft/abi'

/** What is known of a value type without looking at it again. */
export interface TypeFacts {
  /** The number of types in it, counted as often as they stand there. */
  readonly size: number
  readonly depth: number
  /** No resource in it: it is the same in every instance. */
  readonly fixed: boolean
}

const leaf: TypeFacts = { size: 1, depth: 1, fixed: true }
const handle: TypeFacts = { ...leaf, fixed: false }
const known = /* @__PURE__ */ new WeakMap<ValType, TypeFacts>()

export function factsOf(type: ValType): TypeFacts {
  let facts = known.get(type)
  if (facts === undefined) {
    facts = findFacts(type)
    known.set(type, facts)
  }
  return facts
}

function findFacts(type: ValType): TypeFacts {
  if (type.kind === 'own' || type.kind === 'borrow') return handle
  let { size, depth, fixed } = leaf
  for (const part of partsOf(type)) {
    const facts = factsOf(part)
    size += facts.size
    if (facts.depth >= depth) depth = facts.depth + 1
    fixed &&= facts.fixed
  }
  return size === 1 ? leaf : { size, depth, fixed }
}

/** The types directly in a type. */
export function partsOf(type: ValType): readonly ValType[] {
  switch (type.kind) {
    case 'record':
      return type.fields.map((field) => field.type)
    case 'variant':
      return present(type.cases.map((each) => each.type))
    case 'tuple':
      return type.types
    case 'option':
      return [type.type]
    case 'result':
      return present([type.ok, type.error])
    case 'map':
      return [type.key, type.value]
    case 'list':
      return [type.element]
    case 'stream':
    case 'future':
      return present([type.element])
    default:
      return []
  }
}

const present = (types: readonly (ValType | undefined)[]) => types.filter((type) => type !== undefined)
