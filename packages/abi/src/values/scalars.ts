import { trap } from '../trap.js'
import { type FundamentalType, Kind } from './fundamental-type.js'
import { Mismatch, mismatch, outOfRange, within } from './mismatch.js'

/** Least and greatest values of the integer types up to 32 bits, by kind. */
const least = [0, 0, -128, 0, -32768, 0, -(2 ** 31)]
const greatest = [1, 255, 127, 65535, 32767, 2 ** 32 - 1, 2 ** 31 - 1]

/** A value of a kind up to `Flags` from a core `i32` or from bytes; bits beyond its type are ignored. */
export function lift_scalar(i: number, t: FundamentalType, host: boolean): unknown {
  switch (t.kind) {
    case Kind.U32:
      return i >>> 0
    case Kind.U8:
      return i & 0xff
    case Kind.Bool:
      return i !== 0
    case Kind.S32:
      return i | 0
    case Kind.U16:
      return i & 0xffff
    case Kind.S8:
      return (i << 24) >> 24
    case Kind.S16:
      return (i << 16) >> 16
    case Kind.Char:
      return convert_i32_to_char(i >>> 0, host)
    default:
      return unpack_flags_from_int(i, t, host)
  }
}

/** The core `i32` of a value of a kind up to `Flags`. */
export function lower_scalar(v: unknown, t: FundamentalType, host: boolean): number {
  if (t.kind === Kind.Bool) return host && typeof v !== 'boolean' ? mismatch('boolean', v) : Number(v)
  if (!host) return v as number
  if (t.kind === Kind.Char) return char_to_i32(v)
  if (t.kind === Kind.Flags) return pack_flags_into_int(v, t)
  if (typeof v !== 'number') return mismatch('number', v)
  if (Number.isInteger(v) && v >= least[t.kind]! && v <= greatest[t.kind]!) return v
  return outOfRange(`${t.type.kind} (an integer from ${least[t.kind]} to ${greatest[t.kind]})`, v)
}

export function store_int(view: DataView, v: number, ptr: number, nbytes: number): void {
  if (nbytes === 1) view.setUint8(ptr, v)
  else if (nbytes === 2) view.setUint16(ptr, v, true)
  else view.setUint32(ptr, v, true)
}

/** What the receiving guest gets for the core `i32` that another passes as a value of a kind up to `Flags`. */
export function convert_scalar(i: number, t: FundamentalType): number {
  return lower_scalar(lift_scalar(i, t, false), t, false)
}

/** A value of a kind from `U64` to `F64` from a core value. */
export function lift_wide(value: number | bigint, t: FundamentalType): number | bigint {
  if (t.kind === Kind.U64) return BigInt.asUintN(64, value as bigint)
  if (t.kind === Kind.S64) return BigInt.asIntN(64, value as bigint)
  return Number.isNaN(value) ? Number.NaN : value
}

/** The core value of a value of a kind from `U64` to `F64`. */
export function lower_wide(v: unknown, t: FundamentalType, host: boolean): number | bigint {
  if (!host) return v as number | bigint
  if (t.kind >= Kind.F32) return typeof v === 'number' ? v : mismatch('number', v)
  if (typeof v !== 'bigint') return mismatch('bigint', v)
  const fits = t.kind === Kind.U64 ? BigInt.asUintN(64, v) === v : BigInt.asIntN(64, v) === v
  return fits ? v : outOfRange(t.type.kind, v)
}

/** Traps unless a number is a Unicode scalar value. The number itself without a host. */
function convert_i32_to_char(i: number, host: boolean): string | number {
  if (i < 0xd800 || (i >= 0xe000 && i < 0x110000)) return host ? String.fromCodePoint(i) : i
  return trap(host ? 'converted integer out of range for `char`' : 'invalid `char` bit pattern')
}

function char_to_i32(v: unknown): number {
  if (typeof v !== 'string') return mismatch('string', v)
  const i = v.codePointAt(0)
  if (i === undefined || v.length !== (i < 0x10000 ? 1 : 2) || (i >= 0xd800 && i < 0xe000))
    return outOfRange('one Unicode scalar value', v)
  return i
}

function unpack_flags_from_int(i: number, { keys }: FundamentalType, host: boolean): unknown {
  if (!host) return keys.length === 32 ? i >>> 0 : i & (2 ** keys.length - 1)
  const flags: Record<string, boolean> = {}
  keys.forEach((key, bit) => {
    flags[key] = ((i >>> bit) & 1) === 1
  })
  return flags
}

/** A flag that is missing is not set. */
function pack_flags_into_int(v: unknown, { keys }: FundamentalType): number {
  if (typeof v !== 'object' || v === null) return mismatch('object of flags', v)
  let bits = 0
  keys.forEach((key, bit) => {
    const flag = (v as Record<string, unknown>)[key]
    if (flag === true) bits |= 1 << bit
    else if (flag !== undefined && flag !== false)
      throw within(key, new Mismatch(`expected boolean, got ${typeof flag}`))
  })
  return bits >>> 0
}
