import type { CoreValType } from '../types.js'
import { type FundamentalType, Kind, layout, type PtrType } from './fundamental-type.js'

export const MAX_FLAT_PARAMS = 16
export const MAX_FLAT_ASYNC_PARAMS = 4
export const MAX_FLAT_RESULTS = 1

/** Flattens a type whose parts have their layouts. */
export function flatten(t: FundamentalType, ptr_type: PtrType): readonly CoreValType[] {
  switch (t.kind) {
    case Kind.U64:
    case Kind.S64:
      return ['i64']
    case Kind.F32:
      return ['f32']
    case Kind.F64:
      return ['f64']
    case Kind.String:
      return [ptr_type, ptr_type]
    case Kind.List:
      return t.length === undefined
        ? [ptr_type, ptr_type]
        : repeat(layout(t.element!, ptr_type).flat, t.length)
    case Kind.Record:
      return cut(t.fields.flatMap((field) => layout(field, ptr_type).flat))
    case Kind.Variant:
      return flatten_variant(t, ptr_type)
    default:
      return ['i32']
  }
}

function repeat(flat: readonly CoreValType[], count: number): readonly CoreValType[] {
  return cut(
    Array(Math.min(count, MAX_FLAT_PARAMS + 1))
      .fill(flat)
      .flat(),
  )
}

function cut(flat: readonly CoreValType[]): readonly CoreValType[] {
  return flat.slice(0, MAX_FLAT_PARAMS + 1)
}

function flatten_variant(t: FundamentalType, ptr_type: PtrType): readonly CoreValType[] {
  const flat: CoreValType[] = ['i32']
  for (const type of t.cases) {
    if (type === undefined) continue
    layout(type, ptr_type).flat.forEach((core, index) => {
      const joined = flat[index + 1]
      flat[index + 1] = joined === undefined ? core : join(joined, core)
    })
  }
  return cut(flat)
}

function join(a: CoreValType, b: CoreValType): CoreValType {
  if (a === b) return a
  return (a === 'i32' && b === 'f32') || (a === 'f32' && b === 'i32') ? 'i32' : 'i64'
}
