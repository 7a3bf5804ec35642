import type { ValType } from '../types.js'

/** Whether two types are equal: by structure, resources by identity. `undefined` is the type of nothing. */
export function sameType(a: ValType | undefined, b: ValType | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a.kind !== b.kind) return false
  const same = found.get(a)
  if (same?.has(b)) return true
  if (!sameParts(a, b as never)) return false
  if (same === undefined) found.set(a, new WeakSet([b]))
  else same.add(b)
  return true
}

/** Types that were found to be equal: the same ones meet at every stream and future that is passed on. */
const found = new WeakMap<ValType, WeakSet<ValType>>()

function sameParts<Type extends ValType>(a: Type, b: Type): boolean {
  const keys = Object.keys({ ...a, ...b }) as (keyof Type)[]
  return keys.every((key) => samePart(a[key], b[key], key))
}

/** A part is a type, a resource, a name or number, or a list of these or of named types. */
function samePart(a: unknown, b: unknown, key: PropertyKey): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((part, index) => samePart(part, b[index], index))
  if (key === 'resource' || typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false
  return sameParts(a as ValType, b as ValType)
}
