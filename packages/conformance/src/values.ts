import type { NumericType } from '@weft/wasm-binary'

/** A number or vector by its bits; of a vector, lane 0 is lowest. */
export interface Value {
  readonly type: NumericType
  readonly bits: bigint
}

export const sizesInBytes = { i32: 4, i64: 8, f32: 4, f64: 8, v128: 16 } as const satisfies Record<
  NumericType,
  number
>

/** How the lanes of a vector are read. */
export const laneShapes = {
  i8x16: { lane: 'i8', widthBits: 8, count: 16 },
  i16x8: { lane: 'i16', widthBits: 16, count: 8 },
  i32x4: { lane: 'i32', widthBits: 32, count: 4 },
  i64x2: { lane: 'i64', widthBits: 64, count: 2 },
  f32x4: { lane: 'f32', widthBits: 32, count: 4 },
  f64x2: { lane: 'f64', widthBits: 64, count: 2 },
} as const

export type LaneShape = keyof typeof laneShapes

export function isNumericType(text: string): text is NumericType {
  return text in sizesInBytes
}

export function isLaneShape(text: string): text is LaneShape {
  return text in laneShapes
}

/** The lanes of `bits`, lowest first. */
export function splitLanes(bits: bigint, widthBits: number, count: number): bigint[] {
  return Array.from({ length: count }, (_, lane) =>
    BigInt.asUintN(widthBits, bits >> BigInt(widthBits * lane)),
  )
}

export function joinLanes(lanes: readonly bigint[], widthBits: number): bigint {
  return lanes.reduce((bits, lane, index) => bits | (lane << BigInt(widthBits * index)), 0n)
}

/** Writes the low bits of `bits` as little-endian bytes. */
export function writeBits(target: Uint8Array, offset: number, bits: bigint, sizeBytes: number): void {
  for (let index = 0; index < sizeBytes; index++)
    target[offset + index] = Number((bits >> BigInt(8 * index)) & 0xffn)
}

export function readBits(source: Uint8Array, offset: number, sizeBytes: number): bigint {
  let bits = 0n
  for (let index = sizeBytes - 1; index >= 0; index--)
    bits = (bits << 8n) | BigInt(source[offset + index] ?? 0)
  return bits
}
