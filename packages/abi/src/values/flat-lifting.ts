import type { LiftLowerContext } from '../options.js'
import type { CoreValType, CoreValue } from '../types.js'
import { type FundamentalType, Kind, layout } from './fundamental-type.js'
import { lift_handle } from './handles.js'
import { to_host_list, to_host_record } from './host-values.js'
import { load_string_from_range } from './load-string.js'
import { check_case, load_list_from_range, make_case } from './loading.js'
import { flat_range, type Range } from './pointers.js'
import { f32_from_bits, f64_from_bits } from './reinterpret.js'
import { lift_scalar, lift_wide } from './scalars.js'

/** Goes through core values as they come from core code: `i32` of either sign. The array is used up on the way. */
export class CoreValueIter {
  readonly values: CoreValue[]
  i = 0

  constructor(values: CoreValue[]) {
    this.values = values
  }

  next(): CoreValue {
    return this.values[this.i++]!
  }

  done(): boolean {
    return this.i === this.values.length
  }
}

/** Specification: Flat Lifting. */
export function lift_flat(cx: LiftLowerContext, vi: CoreValueIter, t: FundamentalType): unknown {
  const { kind } = t
  if (kind <= Kind.Flags) return lift_scalar(vi.next() as number, t, cx.host !== undefined)
  if (kind <= Kind.Future) return lift_handle(cx, vi.next() as number, t)
  if (kind <= Kind.F64) return lift_wide(vi.next(), t)
  if (kind === Kind.String)
    return load_string_from_range(cx, next_range(vi, cx.opts.string_encoding === 'latin1+utf16'))
  if (kind === Kind.List) return lift_flat_list(cx, vi, t)
  return kind === Kind.Record ? lift_flat_record(cx, vi, t) : lift_flat_variant(cx, vi, t)
}

function next_range(vi: CoreValueIter, has_tag: boolean): Range {
  const ptr = vi.next()
  return flat_range(ptr, vi.next(), has_tag)
}

function lift_flat_list(cx: LiftLowerContext, vi: CoreValueIter, t: FundamentalType): unknown {
  if (t.length === undefined) return load_list_from_range(cx, next_range(vi, false), t)
  const elements: unknown[] = []
  for (let index = 0; index < t.length; index++) elements.push(lift_flat(cx, vi, t.element!))
  return cx.host ? to_host_list(t, elements) : elements
}

function lift_flat_record(cx: LiftLowerContext, vi: CoreValueIter, t: FundamentalType): unknown {
  const values: unknown[] = []
  for (const field of t.fields) values.push(lift_flat(cx, vi, field))
  return cx.host ? to_host_record(t, values) : values
}

function lift_flat_variant(cx: LiftLowerContext, vi: CoreValueIter, t: FundamentalType): unknown {
  const ptr_type = cx.opts.memory?.addrtype ?? 'i32'
  const have = layout(t, ptr_type).flat
  const case_index = check_case(cx, (vi.next() as number) >>> 0, t)
  const type = t.cases[case_index]
  const end = vi.i + have.length - 1
  if (type) coerce(vi, have, layout(type, ptr_type).flat)
  const value = type && lift_flat(cx, vi, type)
  vi.i = end
  return make_case(cx, t, case_index, value)
}

/** Makes the next values, of types that all cases of a variant share, those of one case. */
function coerce(
  { values, i }: CoreValueIter,
  have: readonly CoreValType[],
  want: readonly CoreValType[],
): void {
  for (let index = 0; index < want.length; index++) {
    const from = have[index + 1]!
    if (from !== want[index]) values[i + index] = coerced(values[i + index]!, want[index]!)
  }
}

function coerced(value: CoreValue, want: CoreValType): CoreValue {
  if (want === 'f64') return f64_from_bits(value as bigint)
  const bits = typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : value
  return want === 'f32' ? f32_from_bits(bits) : bits
}
