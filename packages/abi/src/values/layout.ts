import { invariant } from '../trap.js'
import {
  type FundamentalType,
  Kind,
  type Layout,
  layout,
  type PtrType,
  ptr_size,
} from './fundamental-type.js'

export function align_to(ptr: number, alignment: number): number {
  return Math.ceil(ptr / alignment) * alignment
}

type Place = Omit<Layout, 'flat'>

const none: readonly number[] = []

/** Sizes and offsets of a type whose parts have their layouts. Specification: Alignment, Element Size. */
export function place(t: FundamentalType, ptr_type: PtrType): Place {
  switch (t.kind) {
    case Kind.Bool:
    case Kind.U8:
    case Kind.S8:
      return scalar(1)
    case Kind.U16:
    case Kind.S16:
      return scalar(2)
    case Kind.U64:
    case Kind.S64:
    case Kind.F64:
      return scalar(8)
    case Kind.Flags:
      return scalar(t.keys.length <= 8 ? 1 : t.keys.length <= 16 ? 2 : 4)
    case Kind.String:
      return pair(ptr_type)
    case Kind.List:
      return list(t, ptr_type)
    case Kind.Record:
      return record(t, ptr_type)
    case Kind.Variant:
      return variant(t, ptr_type)
    default:
      return scalar(4)
  }
}

function scalar(size: number): Place {
  return bare(size, size)
}

function pair(ptr_type: PtrType): Place {
  return bare(ptr_size(ptr_type), 2 * ptr_size(ptr_type))
}

function bare(alignment: number, size: number): Place {
  return { alignment, size, offsets: none, discriminant: 0, payload: 0 }
}

function list(t: FundamentalType, ptr_type: PtrType): Place {
  if (t.length === undefined) return pair(ptr_type)
  const element = layout(t.element!, ptr_type)
  return bare(element.alignment, t.length * element.size)
}

function record(t: FundamentalType, ptr_type: PtrType): Place {
  let size = 0
  let alignment = 1
  const offsets = t.fields.map((field) => {
    const inner = layout(field, ptr_type)
    const offset = align_to(size, inner.alignment)
    size = offset + inner.size
    alignment = Math.max(alignment, inner.alignment)
    return offset
  })
  return { alignment, size: align_to(size, alignment), offsets, discriminant: 0, payload: 0 }
}

function variant(t: FundamentalType, ptr_type: PtrType): Place {
  const count = t.cases.length
  invariant(count > 0, 'a variant has a case')
  const discriminant = count <= 2 ** 8 ? 1 : count <= 2 ** 16 ? 2 : 4
  let max_case_alignment = 1
  let case_size = 0
  for (const type of t.cases) {
    if (type === undefined) continue
    const inner = layout(type, ptr_type)
    max_case_alignment = Math.max(max_case_alignment, inner.alignment)
    case_size = Math.max(case_size, inner.size)
  }
  const payload = align_to(discriminant, max_case_alignment)
  const alignment = Math.max(discriminant, max_case_alignment)
  return { alignment, size: align_to(payload + case_size, alignment), offsets: none, discriminant, payload }
}
