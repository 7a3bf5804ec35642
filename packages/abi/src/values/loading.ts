import type { LiftLowerContext } from '../options.js'
import { trap } from '../trap.js'
import type { ValType } from '../types.js'
import { despecialize } from './despecialize.js'
import { type FundamentalType, Kind, layout } from './fundamental-type.js'
import { GuestCase, GuestList } from './guest-values.js'
import { lift_handle } from './handles.js'
import { type Numbers, numbersOf, to_host_case, to_host_list, to_host_record } from './host-values.js'
import { align_to } from './layout.js'
import { load_string_from_range } from './load-string.js'
import { load_range, type Range } from './pointers.js'
import { lift_scalar, lift_wide } from './scalars.js'

/** In bytes. */
export const MAX_LIST_BYTE_LENGTH = 2 ** 28 - 1

/** Reads a value of type `t` from aligned memory inside its bounds. Specification: Loading. */
export function load(cx: LiftLowerContext, ptr: number, t: ValType): unknown {
  return load_value(cx, ptr, despecialize(t))
}

/** `load` of a type that is despecialized. */
export function load_value(cx: LiftLowerContext, ptr: number, t: FundamentalType): unknown {
  const { kind } = t
  if (kind <= Kind.Flags)
    return lift_scalar(load_int(cx.opts.memory!.view, ptr, t.layout32.size), t, cx.host !== undefined)
  if (kind <= Kind.Future) return lift_handle(cx, load_int(cx.opts.memory!.view, ptr, 4), t)
  if (kind <= Kind.F64) return lift_wide(load_wide(cx, ptr, kind), t)
  if (kind === Kind.String)
    return load_string_from_range(cx, load_range(cx, ptr, cx.opts.string_encoding === 'latin1+utf16'))
  if (kind === Kind.List) return load_list(cx, ptr, t)
  return kind === Kind.Record ? load_record(cx, ptr, t) : load_variant(cx, ptr, t)
}

/** Unsigned. */
export function load_int(view: DataView, ptr: number, nbytes: number): number {
  return nbytes === 1
    ? view.getUint8(ptr)
    : nbytes === 2
      ? view.getUint16(ptr, true)
      : view.getUint32(ptr, true)
}

function load_wide(cx: LiftLowerContext, ptr: number, kind: Kind): number | bigint {
  const { view } = cx.opts.memory!
  if (kind === Kind.F64) return view.getFloat64(ptr, true)
  return kind === Kind.F32 ? view.getFloat32(ptr, true) : view.getBigUint64(ptr, true)
}

function load_list(cx: LiftLowerContext, ptr: number, t: FundamentalType): unknown {
  if (t.length !== undefined) return load_elements(cx, ptr, t.length, t)
  return load_list_from_range(cx, load_range(cx, ptr, false), t)
}

/** Without a host the list stays where it is. Specification: `load_list_from_range`. */
export function load_list_from_range(
  cx: LiftLowerContext,
  { ptr, length }: Range,
  t: FundamentalType,
): unknown {
  const memory = cx.opts.memory!
  const element = layout(t.element!, memory.addrtype)
  const byte_length = length * element.size
  if (byte_length > MAX_LIST_BYTE_LENGTH) trap_out_of_bounds(cx)
  if (ptr !== align_to(ptr, element.alignment))
    trap(cx.host ? 'list pointer is not aligned' : 'unaligned pointer')
  if (ptr + byte_length > memory.length) trap_out_of_bounds(cx)
  return cx.host ? load_elements(cx, ptr, length, t) : new GuestList(cx, ptr, length, t.element!)
}

function trap_out_of_bounds(cx: LiftLowerContext): never {
  return trap(cx.host ? 'list pointer/length out of bounds of memory' : 'list content out-of-bounds')
}

/** `load_list_from_valid_range` of the specification. */
function load_elements(cx: LiftLowerContext, ptr: number, length: number, t: FundamentalType): unknown {
  const element = t.element!
  const memory = cx.opts.memory!
  if (cx.host && element.kind === Kind.U8) return memory.bytes.slice(ptr, ptr + length)
  const Numbers = numbersOf(element)
  if (Numbers && cx.host) return to_array(new Numbers(memory.bytes.buffer, ptr, length), element)
  const { size } = layout(element, memory.addrtype)
  const elements: unknown[] = []
  for (let index = 0; index < length; index++) elements.push(load_value(cx, ptr + index * size, element))
  return cx.host ? to_host_list(t, elements) : elements
}

/** `Array.from` takes three times as long. */
function to_array(numbers: Numbers, element: FundamentalType): unknown[] {
  const elements: unknown[] = []
  const can_be_nan = element.kind >= Kind.F32
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index]!
    elements.push(can_be_nan && Number.isNaN(number) ? Number.NaN : number)
  }
  return elements
}

function load_record(cx: LiftLowerContext, ptr: number, t: FundamentalType): unknown {
  const { offsets } = layout(t, cx.opts.memory!.addrtype)
  const values: unknown[] = []
  for (let index = 0; index < offsets.length; index++)
    values.push(load_value(cx, ptr + offsets[index]!, t.fields[index]!))
  return cx.host ? to_host_record(t, values) : values
}

function load_variant(cx: LiftLowerContext, ptr: number, t: FundamentalType): unknown {
  const { discriminant, payload } = layout(t, cx.opts.memory!.addrtype)
  const case_index = check_case(cx, load_int(cx.opts.memory!.view, ptr, discriminant), t)
  const type = t.cases[case_index]
  return make_case(cx, t, case_index, type && load_value(cx, ptr + payload, type))
}

/** Traps unless a discriminant names a case. */
export function check_case(
  cx: Pick<LiftLowerContext, 'host'>,
  case_index: number,
  { cases }: FundamentalType,
): number {
  if (case_index < cases.length) return case_index
  return trap(
    cx.host ? `discriminant ${case_index} out of range [0..${cases.length})` : 'invalid variant discriminant',
  )
}

export function make_case(cx: LiftLowerContext, t: FundamentalType, index: number, value: unknown): unknown {
  return cx.host ? to_host_case(t, index, value) : new GuestCase(index, value)
}
