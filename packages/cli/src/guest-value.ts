import { UsageError } from './cli-error.js'

/** The types of values that a command line can carry. */
export const plainTypes = ['i32', 'i64', 'f32', 'f64'] as const
export type PlainType = (typeof plainTypes)[number]

export type GuestValue = number | bigint

const integerPattern = /^[+-]?(\d+|0x[\da-f]+)$/i
const floatPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const bits = { i32: 32, i64: 64 } as const

/** Reads one argument as a value of `type`. Throws `UsageError` for text that is none, or that does not fit. */
export function parseGuestValue(text: string, type: PlainType): GuestValue {
  if (type === 'i32' || type === 'i64') return parseInteger(text, type)
  return parseFloating(text, type)
}

/** Integers may be written as signed or as unsigned numbers: -1 and 0xffffffff are the same i32. */
function parseInteger(text: string, type: 'i32' | 'i64'): GuestValue {
  if (!integerPattern.test(text))
    throw new UsageError(`${quote(text)} is no ${type}: write an integer like 42, -7 or 0xff`)
  const value = signedInteger(text)
  const size = bits[type]
  if (value < -(2n ** BigInt(size - 1)) || value >= 2n ** BigInt(size)) {
    throw new UsageError(`${text} does not fit an ${type}: it has ${size} bits`)
  }
  const wrapped = BigInt.asIntN(size, value)
  return type === 'i64' ? wrapped : Number(wrapped)
}

function parseFloating(text: string, type: 'f32' | 'f64'): number {
  const special = specialFloat(text)
  if (special !== undefined) return special
  if (!floatPattern.test(text) && !integerPattern.test(text)) {
    throw new UsageError(`${quote(text)} is no ${type}: write a number like 1.5, -2e-3, nan or inf`)
  }
  const magnitude = Number(text.replace(/^[+-]/, ''))
  const exact = text.startsWith('-') ? -magnitude : magnitude
  const value = type === 'f32' ? Math.fround(exact) : exact
  if (!Number.isFinite(value))
    throw new UsageError(`${text} does not fit an ${type}: the largest is ${largest[type]}`)
  return value
}

const largest = { f32: '3.4028235e+38', f64: '1.7976931348623157e+308' } as const

function specialFloat(text: string): number | undefined {
  const match = /^([+-]?)(nan|inf|infinity)$/i.exec(text)
  if (match === null) return undefined
  if (match[2]?.toLowerCase() === 'nan') return Number.NaN
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function signedInteger(text: string): bigint {
  const magnitude = BigInt(text.replace(/^[+-]/, ''))
  return text.startsWith('-') ? -magnitude : magnitude
}

/** Writes a value so that `parseGuestValue` reads the same value back (any NaN as `nan`), as short as can be. */
export function formatGuestValue(value: GuestValue, type: PlainType): string {
  if (typeof value === 'bigint') return value.toString()
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0'
  return type === 'f32' ? shortestSingle(value) : String(value)
}

function shortestSingle(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return String(shorter)
  }
  return String(Number(value.toPrecision(9)))
}

/** The value in JSON: a number where JSON's numbers carry it, else (i64, nan, inf, -0) what `formatGuestValue` writes. */
export function jsonGuestValue(value: GuestValue, type: PlainType): number | string {
  if (typeof value === 'bigint' || !Number.isFinite(value) || Object.is(value, -0))
    return formatGuestValue(value, type)
  return type === 'f32' ? Number(shortestSingle(value)) : value
}

function quote(text: string): string {
  return JSON.stringify(text)
}
