import { type FloatFormat, infinityBits, roundToFloat, signBit } from './round-to-float.js'

const decimal = /^(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/
const hexadecimal = /^0x([0-9a-f]+)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/
const payload = /^nan:0x([0-9a-f]+)$/

/** Far above the largest exponent of any float, in base 2 or 10. */
const farExponent = 5000

/** The bits of a float of the text format (core specification 6.3.2); undefined for what is none. */
export function floatBits(text: string, format: FloatFormat): bigint | undefined {
  const sign = text.startsWith('-') ? signBit(format) : 0n
  const magnitude = magnitudeBits(text.replace(/^[+-]/, '').replaceAll('_', '').toLowerCase(), format)
  return magnitude === undefined ? undefined : sign | magnitude
}

function magnitudeBits(text: string, format: FloatFormat): bigint | undefined {
  if (text === 'inf') return infinityBits(format)
  if (text === 'nan') return infinityBits(format) | (1n << BigInt(format.fractionBits - 1))
  const nan = payload.exec(text)
  if (nan !== null) return nanBits(BigInt(`0x${nan[1]}`), format)
  const hex = hexadecimal.exec(text)
  if (hex !== null) return numberBits(hex, 4, 2n, '0x', format)
  const number = decimal.exec(text)
  return number === null ? undefined : numberBits(number, 1, 10n, '', format)
}

function nanBits(fraction: bigint, format: FloatFormat): bigint | undefined {
  const fits = fraction > 0n && fraction < 1n << BigInt(format.fractionBits)
  return fits ? infinityBits(format) | fraction : undefined
}

/** Digits, fraction and exponent as an exact fraction. A digit of the fraction is worth `base ** -perDigit`. */
function numberBits(
  [, whole = '', fraction = '', exponentText = '0']: RegExpExecArray,
  perDigit: number,
  base: bigint,
  prefix: string,
  format: FloatFormat,
): bigint | undefined {
  const digits = BigInt(prefix + whole + fraction)
  if (digits === 0n) return 0n
  const exponent = Number(exponentText) - perDigit * fraction.length
  if (exponent > farExponent) return undefined
  if (exponent < -farExponent - 4 * (whole.length + fraction.length)) return 0n
  const power = base ** BigInt(Math.abs(exponent))
  return exponent < 0 ? roundToFloat(digits, power, format) : roundToFloat(digits * power, 1n, format)
}
