import type { LiftLowerContext } from '../options.js'
import type { CoreValType, CoreValue } from '../types.js'
import { type FundamentalType, Kind, layout } from './fundamental-type.js'
import { lower_handle } from './handles.js'
import { within } from './mismatch.js'
import { push_range } from './pointers.js'
import { f32_to_bits, f64_to_bits } from './reinterpret.js'
import { lower_scalar, lower_wide } from './scalars.js'
import {
  list_elements,
  lower_payload,
  match_case,
  record_values,
  store_list_into_range,
  store_string,
} from './storing.js'

/** Appends the core values of a value to `flat`; throws a `Mismatch`. Specification: Flat Lowering. */
export function lower_flat(cx: LiftLowerContext, v: unknown, t: FundamentalType, flat: CoreValue[]): void {
  const { kind } = t
  if (kind <= Kind.Flags) flat.push(lower_scalar(v, t, cx.host !== undefined))
  else if (kind <= Kind.Future) flat.push(lower_handle(cx, v, t))
  else if (kind <= Kind.F64) flat.push(lower_wide(v, t, cx.host !== undefined))
  else if (kind === Kind.String) push_range(flat, store_string(cx, v), cx.opts.memory!.addrtype)
  else if (kind === Kind.List) lower_flat_list(cx, v, t, flat)
  else if (kind === Kind.Record) lower_flat_record(cx, v, t, flat)
  else lower_flat_variant(cx, v, t, flat)
}

function lower_flat_list(cx: LiftLowerContext, v: unknown, t: FundamentalType, flat: CoreValue[]): void {
  if (t.length === undefined) push_range(flat, store_list_into_range(cx, v, t), cx.opts.memory!.addrtype)
  else lower_flat_elements(cx, list_elements(cx, v, t), t.element!, flat)
}

function lower_flat_elements(
  cx: LiftLowerContext,
  elements: ArrayLike<unknown>,
  element: FundamentalType,
  flat: CoreValue[],
): void {
  let index = 0
  try {
    for (; index < elements.length; index++) lower_flat(cx, elements[index], element, flat)
  } catch (error) {
    throw within(index, error)
  }
}

function lower_flat_record(cx: LiftLowerContext, v: unknown, t: FundamentalType, flat: CoreValue[]): void {
  const values = record_values(cx, v, t)
  let index = 0
  try {
    for (; index < t.fields.length; index++) lower_flat(cx, values[index], t.fields[index]!, flat)
  } catch (error) {
    throw within(t.keys[index]!, error)
  }
}

function lower_flat_variant(cx: LiftLowerContext, v: unknown, t: FundamentalType, flat: CoreValue[]): void {
  const ptr_type = cx.opts.memory?.addrtype ?? 'i32'
  const want = layout(t, ptr_type).flat
  const case_index = match_case(v, t)
  const begin = flat.push(case_index)
  lower_payload(v, t, case_index, (value, type) => {
    lower_flat(cx, value, type, flat)
    coerce(flat, begin, layout(type, ptr_type).flat, want)
  })
  for (let index = flat.length - begin + 1; index < want.length; index++)
    flat.push(want[index] === 'i64' ? 0n : 0)
}

/** Makes the values of one case, from `begin` on, values of the types that all cases share. */
function coerce(
  flat: CoreValue[],
  begin: number,
  have: readonly CoreValType[],
  want: readonly CoreValType[],
): void {
  for (let index = 0; index < have.length; index++) {
    const to = want[index + 1]!
    if (have[index] !== to) flat[begin + index] = coerced(flat[begin + index]!, have[index]!, to)
  }
}

function coerced(value: CoreValue, have: CoreValType, want: CoreValType): CoreValue {
  if (have === 'f64') return f64_to_bits(value as number)
  const bits = have === 'f32' ? f32_to_bits(value as number) : (value as number) >>> 0
  return want === 'i64' ? BigInt(bits) : bits
}
