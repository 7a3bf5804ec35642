import type { LiftLowerContext } from '../options.js'
import type { CoreValue, ValType } from '../types.js'
import { tuple_type } from './despecialize.js'
import { type CoreValueIter, lift_flat } from './flat-lifting.js'
import { lower_flat } from './flat-lowering.js'
import { MAX_FLAT_RESULTS } from './flatten.js'
import { type FundamentalType, layout } from './fundamental-type.js'
import { load_value } from './loading.js'
import { asError, within } from './mismatch.js'
import { address, check_pointer } from './pointers.js'
import { allocate } from './reallocate.js'
import { store_value } from './storing.js'

/**
 * The component-level values of core parameters or results. Specification: Lifting and Lowering Values. `ts` is kept
 * with what was computed for it: pass the same array for the same function. Changes the values of `vi`.
 */
export function lift_flat_values(
  cx: LiftLowerContext,
  max_flat: number,
  vi: CoreValueIter,
  ts: readonly ValType[],
): unknown[] {
  const { memory } = cx.opts
  const t = tuple_type(ts)
  const { flat, alignment, size, offsets } = layout(t, memory?.addrtype ?? 'i32')
  if (flat.length <= max_flat) return lift_fields(cx, vi, t.fields)
  const ptr = address(vi.next())
  check_pointer(cx, ptr, alignment, size, max_flat === MAX_FLAT_RESULTS ? 'return pointer' : 'pointer')
  return t.fields.map((field, index) => load_value(cx, ptr + offsets[index]!, field))
}

/**
 * The core values of component-level ones. Specification: Lifting and Lowering Values. Throws a `TypeError` or
 * `RangeError` that names the place for a JavaScript value that is none of its type.
 */
export function lower_flat_values(
  cx: LiftLowerContext,
  max_flat: number,
  vs: readonly unknown[],
  ts: readonly ValType[],
  out_param?: CoreValueIter,
): CoreValue[] {
  const t = tuple_type(ts)
  const { flat, alignment, size, offsets } = layout(t, cx.opts.memory?.addrtype ?? 'i32')
  const flat_vals: CoreValue[] = []
  if (flat.length <= max_flat) {
    lower_fields(cx, vs, t, max_flat, flat_vals)
    return flat_vals
  }
  const ptr = out_param ? address(out_param.next()) : allocate(cx, alignment, size, 'arguments')
  if (out_param) check_pointer(cx, ptr, alignment, size, 'pointer')
  else flat_vals.push(cx.opts.memory!.addrtype === 'i32' ? ptr : BigInt(ptr))
  each_value(vs, t, max_flat, (v, field, index) => store_value(cx, v, field, ptr + offsets[index]!))
  return flat_vals
}

/** In a loop: a closure for each call costs a host's call a tenth of its time. */
function lift_fields(cx: LiftLowerContext, vi: CoreValueIter, fields: readonly FundamentalType[]): unknown[] {
  const values: unknown[] = []
  for (let index = 0; index < fields.length; index++) values.push(lift_flat(cx, vi, fields[index]!))
  return values
}

function lower_fields(
  cx: LiftLowerContext,
  vs: readonly unknown[],
  { fields }: FundamentalType,
  max_flat: number,
  flat_vals: CoreValue[],
): void {
  let index = 0
  try {
    for (; index < fields.length; index++) lower_flat(cx, vs[index], fields[index]!, flat_vals)
  } catch (error) {
    throw named(error, max_flat, index)
  }
}

function each_value(
  vs: readonly unknown[],
  t: FundamentalType,
  max_flat: number,
  lower: (v: unknown, field: FundamentalType, index: number) => void,
): void {
  let index = 0
  try {
    for (; index < t.fields.length; index++) lower(vs[index], t.fields[index]!, index)
  } catch (error) {
    throw named(error, max_flat, index)
  }
}

/** The error with the place of the value in the call. */
function named(error: unknown, max_flat: number, index: number): unknown {
  const are_results = max_flat <= MAX_FLAT_RESULTS
  return asError(are_results ? 'result' : 'params', are_results ? error : within(index, error))
}
