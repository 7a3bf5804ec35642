import type { ValType } from '../types.js'

/** Specification: Type Predicates. */
export function contains_borrow(t: ValType | undefined): boolean {
  return contains(t, (type) => type.kind === 'borrow')
}

/** Whether a type contains a stream or a future. Specification: Type Predicates. */
export function contains_async_value(t: ValType | undefined): boolean {
  return contains(t, (type) => type.kind === 'stream' || type.kind === 'future')
}

function contains(t: ValType | undefined, predicate: (t: ValType) => boolean): boolean {
  if (t === undefined) return false
  return predicate(t) || parts(t).some((part) => contains(part, predicate))
}

function parts(t: ValType): readonly (ValType | undefined)[] {
  switch (t.kind) {
    case 'list':
    case 'stream':
    case 'future':
      return [t.element]
    case 'record':
      return t.fields.map(({ type }) => type)
    case 'tuple':
      return t.types
    case 'variant':
      return t.cases.map(({ type }) => type)
    case 'option':
      return [t.type]
    case 'result':
      return [t.ok, t.error]
    case 'map':
      return [t.key, t.value]
    default:
      return []
  }
}
