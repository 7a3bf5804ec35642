import { copyBytes } from '../copy-bytes.js'
import type { LiftLowerContext } from '../options.js'
import type { ValType } from '../types.js'
import { despecialize } from './despecialize.js'
import { type FundamentalType, Kind, layout } from './fundamental-type.js'
import type { GuestList } from './guest-values.js'
import { lift_handle, lower_handle } from './handles.js'
import type { GuestString } from './load-string.js'
import { check_case, load_int, load_value } from './loading.js'
import { Range, store_range } from './pointers.js'
import { allocate } from './reallocate.js'
import { convert_scalar, store_int } from './scalars.js'
import { store_string_into_range } from './store-string.js'

/**
 * Copies `count` values of type `t` from one guest's memory to another's: what `load` and then `store` of each would
 * do, without a JavaScript value in between. Both ranges are aligned and inside their bounds.
 */
export function transfer(
  from_cx: LiftLowerContext,
  from_ptr: number,
  to_cx: LiftLowerContext,
  to_ptr: number,
  t: ValType,
  count: number,
): void {
  transfer_values(from_cx, from_ptr, to_cx, to_ptr, despecialize(t), count)
}

/** `transfer` of a type that is despecialized. */
/** Copies a list to memory that `to` allocates for it. */
export function transfer_list(to: LiftLowerContext, { cx, ptr, length, element }: GuestList): Range {
  const { alignment, size } = layout(element, to.opts.memory!.addrtype)
  const to_ptr = allocate(to, alignment, length * size, 'list')
  transfer_values(cx, ptr, to, to_ptr, element, length)
  return new Range(to_ptr, length)
}

export function transfer_values(
  from_cx: LiftLowerContext,
  from_ptr: number,
  to_cx: LiftLowerContext,
  to_ptr: number,
  t: FundamentalType,
  count: number,
): void {
  const from_size = layout(t, from_cx.opts.memory!.addrtype).size
  if (t.is_plain) {
    copy_plain(from_cx, from_ptr, to_cx, to_ptr, count * from_size)
    return
  }
  const to_size = layout(t, to_cx.opts.memory!.addrtype).size
  if (t.kind <= Kind.Flags) {
    transfer_scalars(from_cx.opts.memory!.view, from_ptr, to_cx.opts.memory!.view, to_ptr, t, count)
    return
  }
  for (let index = 0; index < count; index++)
    transfer_value(from_cx, from_ptr + index * from_size, to_cx, to_ptr + index * to_size, t)
}

/** Values of a kind up to `Flags`. */
function transfer_scalars(
  from: DataView,
  from_ptr: number,
  to: DataView,
  to_ptr: number,
  t: FundamentalType,
  count: number,
): void {
  const { size } = t.layout32
  for (let offset = 0; offset < count * size; offset += size)
    store_int(to, convert_scalar(load_int(from, from_ptr + offset, size), t), to_ptr + offset, size)
}

function copy_plain(
  from_cx: LiftLowerContext,
  from_ptr: number,
  to_cx: LiftLowerContext,
  to_ptr: number,
  byte_length: number,
): void {
  copyBytes(from_cx.opts.memory!.bytes, from_ptr, to_cx.opts.memory!.bytes, to_ptr, byte_length)
}

function transfer_value(
  from: LiftLowerContext,
  from_ptr: number,
  to: LiftLowerContext,
  to_ptr: number,
  t: FundamentalType,
): void {
  const { kind } = t
  if (kind <= Kind.Flags)
    transfer_scalars(from.opts.memory!.view, from_ptr, to.opts.memory!.view, to_ptr, t, 1)
  else if (kind <= Kind.Future) transfer_handle(from, from_ptr, to, to_ptr, t)
  else if (kind === Kind.Record) transfer_record(from, from_ptr, to, to_ptr, t)
  else if (kind === Kind.Variant) transfer_variant(from, from_ptr, to, to_ptr, t)
  else if (t.is_plain) copy_plain(from, from_ptr, to, to_ptr, t.layout32.size)
  else if (t.length !== undefined) transfer_values(from, from_ptr, to, to_ptr, t.element!, t.length)
  else if (t.kind === Kind.List)
    store_range(to, transfer_list(to, load_value(from, from_ptr, t) as GuestList), to_ptr)
  else store_range(to, store_string_into_range(to, load_value(from, from_ptr, t) as GuestString), to_ptr)
}

function transfer_handle(
  from: LiftLowerContext,
  from_ptr: number,
  to: LiftLowerContext,
  to_ptr: number,
  t: FundamentalType,
): void {
  const v = lift_handle(from, load_int(from.opts.memory!.view, from_ptr, 4), t)
  store_int(to.opts.memory!.view, lower_handle(to, v, t), to_ptr, 4)
}

function transfer_record(
  from: LiftLowerContext,
  from_ptr: number,
  to: LiftLowerContext,
  to_ptr: number,
  t: FundamentalType,
): void {
  const from_offsets = layout(t, from.opts.memory!.addrtype).offsets
  const to_offsets = layout(t, to.opts.memory!.addrtype).offsets
  for (let index = 0; index < t.fields.length; index++)
    transfer_value(from, from_ptr + from_offsets[index]!, to, to_ptr + to_offsets[index]!, t.fields[index]!)
}

function transfer_variant(
  from: LiftLowerContext,
  from_ptr: number,
  to: LiftLowerContext,
  to_ptr: number,
  t: FundamentalType,
): void {
  const source = layout(t, from.opts.memory!.addrtype)
  const case_index = check_case(from, load_int(from.opts.memory!.view, from_ptr, source.discriminant), t)
  store_int(to.opts.memory!.view, case_index, to_ptr, source.discriminant)
  const type = t.cases[case_index]
  const payload = layout(t, to.opts.memory!.addrtype).payload
  if (type) transfer_value(from, from_ptr + source.payload, to, to_ptr + payload, type)
}
