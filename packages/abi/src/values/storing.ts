import type { LiftLowerContext } from '../options.js'
import type { ValType } from '../types.js'
import { despecialize } from './despecialize.js'
import { type FundamentalType, Kind, layout } from './fundamental-type.js'
import { GuestCase, GuestList } from './guest-values.js'
import { lower_handle } from './handles.js'
import { from_host_case, from_host_list, from_host_record, host_payload, numbersOf } from './host-values.js'
import type { GuestString } from './load-string.js'
import { MAX_LIST_BYTE_LENGTH } from './loading.js'
import { asError, outOfRange, within } from './mismatch.js'
import { Range, store_range } from './pointers.js'
import { allocate } from './reallocate.js'
import { lower_scalar, lower_wide, store_int } from './scalars.js'
import { store_host_string, store_string_into_range } from './store-string.js'
import { transfer_list } from './transfer.js'

/**
 * Writes a value of type `t` to aligned memory inside its bounds. Specification: Storing. Throws a `TypeError` or
 * `RangeError` that begins with `root` for a JavaScript value that is none of the type.
 */
export function store(cx: LiftLowerContext, v: unknown, t: ValType, ptr: number, root = 'value'): void {
  try {
    store_value(cx, v, despecialize(t), ptr)
  } catch (error) {
    throw asError(root, error)
  }
}

/** `store` of a type that is despecialized; throws a `Mismatch`. */
export function store_value(cx: LiftLowerContext, v: unknown, t: FundamentalType, ptr: number): void {
  const { kind } = t
  if (kind <= Kind.Flags) store_scalar(cx, v, t, ptr)
  else if (kind <= Kind.Future) store_handle(cx, v, t, ptr)
  else if (kind <= Kind.F64) store_wide(cx, lower_wide(v, t, cx.host !== undefined), ptr, kind)
  else if (kind === Kind.String) store_range(cx, store_string(cx, v), ptr)
  else if (kind === Kind.List) store_list(cx, v, ptr, t)
  else if (kind === Kind.Record) store_record(cx, v, ptr, t)
  else store_variant(cx, v, ptr, t)
}

function store_scalar(cx: LiftLowerContext, v: unknown, t: FundamentalType, ptr: number): void {
  store_int(cx.opts.memory!.view, lower_scalar(v, t, cx.host !== undefined), ptr, t.layout32.size)
}

function store_handle(cx: LiftLowerContext, v: unknown, t: FundamentalType, ptr: number): void {
  store_int(cx.opts.memory!.view, lower_handle(cx, v, t), ptr, 4)
}

function store_wide(cx: LiftLowerContext, v: number | bigint, ptr: number, kind: Kind): void {
  const { view } = cx.opts.memory!
  if (kind === Kind.F64) view.setFloat64(ptr, v as number, true)
  else if (kind === Kind.F32) view.setFloat32(ptr, v as number, true)
  else view.setBigUint64(ptr, v as bigint, true)
}

/** A string of the host or of another guest. */
export function store_string(cx: LiftLowerContext, v: unknown): Range {
  return cx.host ? store_host_string(cx, v) : store_string_into_range(cx, v as GuestString)
}

function store_list(cx: LiftLowerContext, v: unknown, ptr: number, t: FundamentalType): void {
  if (t.length === undefined) store_range(cx, store_list_into_range(cx, v, t), ptr)
  else store_elements(cx, list_elements(cx, v, t), ptr, t.element!, 0, t.length)
}

/** The elements of a list that are no longer, or not yet, in a guest's memory. */
export function list_elements(cx: LiftLowerContext, v: unknown, t: FundamentalType): ArrayLike<unknown> {
  return cx.host ? from_host_list(v, t) : (v as unknown[])
}

/** A list of the host or of another guest. Specification: `store_list_into_range`. */
export function store_list_into_range(cx: LiftLowerContext, v: unknown, t: FundamentalType): Range {
  if (v instanceof GuestList) return transfer_list(cx, v)
  const list = list_elements(cx, v, t)
  const element = t.element!
  const { length } = list
  const { alignment, size } = layout(element, cx.opts.memory!.addrtype)
  const byte_length = length * size
  if (cx.host && byte_length > MAX_LIST_BYTE_LENGTH)
    outOfRange(`at most ${MAX_LIST_BYTE_LENGTH} bytes`, byte_length)
  const ptr = allocate(cx, alignment, byte_length, 'list')
  store_elements(cx, list, ptr, element, 0, length)
  return new Range(ptr, length)
}

/** `store_list_into_valid_range` of the specification; `start` and `count` name a part of the list. */
export function store_elements(
  cx: LiftLowerContext,
  list: ArrayLike<unknown>,
  ptr: number,
  element: FundamentalType,
  start: number,
  count: number,
): void {
  const Numbers = numbersOf(element)
  if (Numbers && list instanceof Numbers) {
    const bytes = new Uint8Array(
      list.buffer,
      list.byteOffset + start * list.BYTES_PER_ELEMENT,
      count * list.BYTES_PER_ELEMENT,
    )
    cx.opts.memory!.bytes.set(bytes, ptr)
    return
  }
  const { size } = layout(element, cx.opts.memory!.addrtype)
  let index = 0
  try {
    for (; index < count; index++) store_value(cx, list[start + index], element, ptr + index * size)
  } catch (error) {
    throw within(index, error)
  }
}

function store_record(cx: LiftLowerContext, v: unknown, ptr: number, t: FundamentalType): void {
  const { offsets } = layout(t, cx.opts.memory!.addrtype)
  const values = record_values(cx, v, t)
  let index = 0
  try {
    for (; index < offsets.length; index++)
      store_value(cx, values[index], t.fields[index]!, ptr + offsets[index]!)
  } catch (error) {
    throw within(t.keys[index]!, error)
  }
}

/** The fields of a record or tuple of the host, or of another guest, in the order of the type. */
export function record_values(cx: LiftLowerContext, v: unknown, t: FundamentalType): readonly unknown[] {
  return cx.host ? from_host_record(v, t) : (v as unknown[])
}

function store_variant(cx: LiftLowerContext, v: unknown, ptr: number, t: FundamentalType): void {
  const { discriminant, payload } = layout(t, cx.opts.memory!.addrtype)
  const case_index = match_case(v, t)
  store_int(cx.opts.memory!.view, case_index, ptr, discriminant)
  lower_payload(v, t, case_index, (value, type) => store_value(cx, value, type, ptr + payload))
}

/** The index of the case of a variant of the host or of another guest. */
export function match_case(v: unknown, t: FundamentalType): number {
  return v instanceof GuestCase ? v.index : from_host_case(v, t)
}

/** Calls `lower` with the payload of a variant, if its case has one. */
export function lower_payload(
  v: unknown,
  t: FundamentalType,
  case_index: number,
  lower: (value: unknown, type: FundamentalType) => void,
): void {
  const type = t.cases[case_index]
  if (type === undefined) return
  const value = v instanceof GuestCase ? v.value : host_payload(v, t)
  try {
    lower(value, type)
  } catch (error) {
    throw value === v ? error : within('val', error)
  }
}
