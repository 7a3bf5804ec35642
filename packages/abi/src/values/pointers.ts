import type { CoreSize, LiftLowerContext } from '../options.js'
import { trap } from '../trap.js'
import type { CoreValue } from '../types.js'
import type { PtrType } from './fundamental-type.js'
import { align_to } from './layout.js'

/** An address or size from core code as a number. Beyond 2^53 it is rounded, and outside any memory all the same. */
export function address(value: CoreSize): number {
  return typeof value === 'number' ? value >>> 0 : Number(BigInt.asUintN(64, value))
}

/** A pointer, and a length of which the topmost bit can be set: `tagged_code_units` of the specification. */
export class Range {
  readonly ptr: number
  readonly length: number
  readonly tagged: boolean

  constructor(ptr: number, length: number, tagged = false) {
    this.ptr = ptr
    this.length = length
    this.tagged = tagged
  }
}

/** `has_tag`: the topmost bit of the length is a tag. */
export function flat_range(ptr: CoreValue, length: CoreValue, has_tag: boolean): Range {
  if (!has_tag) return new Range(address(ptr), address(length))
  if (typeof length === 'number') return new Range(address(ptr), length & 0x7fffffff, length >>> 31 === 1)
  return new Range(address(ptr), Number(BigInt.asUintN(63, length)), BigInt.asIntN(64, length) < 0n)
}

export function push_range(flat: CoreValue[], { ptr, length, tagged }: Range, ptr_type: PtrType): void {
  if (ptr_type === 'i32') flat.push(ptr, tagged ? (length | 0x80000000) >>> 0 : length)
  else flat.push(BigInt(ptr), tagged ? BigInt(length) | (1n << 63n) : BigInt(length))
}

export function load_range(cx: LiftLowerContext, at: number, has_tag: boolean): Range {
  const { view, addrtype } = cx.opts.memory!
  if (addrtype === 'i32') {
    const length = view.getUint32(at + 4, true)
    const tagged = has_tag && length >= 2 ** 31
    return new Range(view.getUint32(at, true), tagged ? length - 2 ** 31 : length, tagged)
  }
  const high = view.getUint32(at + 12, true)
  const tagged = has_tag && high >= 2 ** 31
  const length = (tagged ? high - 2 ** 31 : high) * 2 ** 32 + view.getUint32(at + 8, true)
  return new Range(view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true), length, tagged)
}

export function store_range(cx: LiftLowerContext, { ptr, length, tagged }: Range, at: number): void {
  const { view, addrtype } = cx.opts.memory!
  const tag = tagged ? 2 ** 31 : 0
  if (addrtype === 'i32') {
    view.setUint32(at, ptr, true)
    view.setUint32(at + 4, length + tag, true)
    return
  }
  view.setBigUint64(at, BigInt(ptr), true)
  view.setUint32(at + 8, length, true)
  view.setUint32(at + 12, Math.floor(length / 2 ** 32) + tag, true)
}

/** Traps unless what lies at `ptr` is aligned and inside the memory. `what` names the pointer for the host. */
export function check_pointer(
  cx: LiftLowerContext,
  ptr: number,
  alignment: number,
  size: number,
  what: string,
): void {
  if (ptr !== align_to(ptr, alignment)) trap(cx.host ? `${what} not aligned` : 'unaligned pointer')
  if (ptr + size > cx.opts.memory!.length)
    trap(cx.host ? 'pointer out of bounds of memory' : 'out of bounds memory access')
}
