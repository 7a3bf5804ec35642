/** The kind of lane, or scalar, that a NaN lies in. */
export type FloatLane = 'f32' | 'f64'

const float = /^(f32|f64)(x\d)?\./
const arithmetic = /\.(ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max)$/
const comparison = /\.(eq|ne|lt|gt|le|ge)$/
/** The source of a conversion, at the end of its name. */
const conversion = /\.(trunc|trunc_sat|demote|promote|promote_low)_(f32|f64)(x\d)?(_s|_u)?(_zero)?$/

function laneOf(name: string): FloatLane | undefined {
  return float.exec(name)?.[1] as FloatLane | undefined
}

/**
 * The lanes of an instruction's result in which core WebAssembly leaves the bits of a NaN open (core specification
 * 4.3.3, "NaN propagation").
 */
export function openLanes(name: string): FloatLane | undefined {
  return arithmetic.test(name) || /\.(demote|promote)/.test(name) ? laneOf(name) : undefined
}

/** The lanes of an instruction's operands in which all NaNs mean the same to it. */
export function absorbedLanes(name: string): FloatLane | undefined {
  const converted = conversion.exec(name)?.[2] as FloatLane | undefined
  return converted ?? (arithmetic.test(name) || comparison.test(name) ? laneOf(name) : undefined)
}

const words: Readonly<Record<FloatLane, readonly number[]>> = { f32: [0x7fc0_0000], f64: [0, 0x7ff8_0000] }

/** The canonical NaN in every lane. */
export function canonicalBytes(lane: FloatLane): Uint8Array {
  const pattern = words[lane]
  return new Uint8Array(
    Uint32Array.from({ length: 4 }, (_, index) => pattern[index % pattern.length]!).buffer,
  )
}
