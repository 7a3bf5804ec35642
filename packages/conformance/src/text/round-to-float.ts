/** A binary interchange format of IEEE 754. */
export interface FloatFormat {
  readonly widthBits: 32 | 64
  /** Bits of the significand that are written. */
  readonly fractionBits: number
}

export const floatFormats = {
  f32: { widthBits: 32, fractionBits: 23 },
  f64: { widthBits: 64, fractionBits: 52 },
} as const satisfies Record<string, FloatFormat>

/** All exponent bits set: infinity, and NaNs with a payload added. */
export function infinityBits({ widthBits, fractionBits }: FloatFormat): bigint {
  return (1n << BigInt(widthBits - 1)) - (1n << BigInt(fractionBits))
}

export function signBit({ widthBits }: FloatFormat): bigint {
  return 1n << BigInt(widthBits - 1)
}

/**
 * The bits of the float nearest to `numerator / denominator`, both positive or zero, ties to even (IEEE 754, 4.3.1).
 * Undefined where that is infinity.
 */
export function roundToFloat(
  numerator: bigint,
  denominator: bigint,
  format: FloatFormat,
): bigint | undefined {
  if (numerator === 0n) return 0n
  const leastUnit = leastUnitExponent(format)
  const unit = Math.max(exponentOf(numerator, denominator) - format.fractionBits, leastUnit)
  const significand = divideToEven(scaled(numerator, -unit), scaled(denominator, unit))
  // A normal significand carries its leading one into the exponent field, and so does one that was rounded up.
  const bits = (BigInt(unit - leastUnit) << BigInt(format.fractionBits)) + significand
  return bits < infinityBits(format) ? bits : undefined
}

/** The exponent of the smallest positive number. */
function leastUnitExponent({ widthBits, fractionBits }: FloatFormat): number {
  const exponentBits = widthBits - 1 - fractionBits
  return 2 - 2 ** (exponentBits - 1) - fractionBits
}

/** The largest e with 2^e ≤ numerator / denominator. */
function exponentOf(numerator: bigint, denominator: bigint): number {
  const estimate = bitLength(numerator) - bitLength(denominator)
  return scaled(numerator, -estimate) < scaled(denominator, estimate) ? estimate - 1 : estimate
}

function scaled(value: bigint, exponent: number): bigint {
  return exponent > 0 ? value << BigInt(exponent) : value
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}

function divideToEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const twice = 2n * (numerator % denominator)
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n)
  return up ? quotient + 1n : quotient
}
