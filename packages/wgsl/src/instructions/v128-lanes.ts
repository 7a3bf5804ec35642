import type { Immediate } from '@weft/wasm-binary'
import type { FloatMode, ValueType } from '../value-type.js'
import type { Lowering, LoweringContext, Lowerings } from './lowering.js'

type LaneBits = 8 | 16 | 32 | 64

/** The immediate number of a lane. */
export function laneOf(immediates: readonly Immediate[]): number {
  return immediates.find((immediate) => immediate.kind === 'lane')?.lane ?? 0
}

/** The word that a lane of at most 32 bits lies in, and the number of bits below the lane there. */
export function laneWord(vector: string, bits: LaneBits, lane: number): { word: string; shift: number } {
  return { word: `${vector}.${'xyzw'[(lane * bits) >> 5]}`, shift: (lane * bits) & 31 }
}

/** The two words of a 64-bit lane. */
export function longLane(vector: string, lane: number): string {
  return `${vector}.${lane === 0 ? 'xy' : 'zw'}`
}

/** A vector with the low bits of a value in all lanes; the value is a `u32`, or of 64 bits a `vec2u`. */
export function splat(bits: LaneBits, value: string): string {
  if (bits === 64) return `${value}.xyxy`
  if (bits === 32) return `vec4u(${value})`
  return bits === 8 ? `vec4u((${value} & 255u) * 0x01010101u)` : `vec4u((${value} & 65535u) * 0x00010001u)`
}

/** The vector with a value, as `splat` takes it, in one lane. */
export function replaceLane(
  bits: LaneBits,
  lane: number,
  vector: string,
  value: string,
  { call }: LoweringContext,
): string {
  if (bits < 32) return call('v128_bitselect', splat(bits, value), vector, laneMask(bits, lane))
  const chosen = Array.from({ length: 4 }, (_, word) => word >> (bits === 64 ? 1 : 0) === lane)
  return `select(${vector}, ${splat(bits, value)}, vec4<bool>(${chosen.join(', ')}))`
}

function laneMask(bits: LaneBits, lane: number): string {
  const place = (lane * bits) >> 5
  const mask = (2 ** bits - 1) * 2 ** ((lane * bits) & 31)
  return `vec4u(${Array.from({ length: 4 }, (_, word) => (word === place ? `${mask}u` : '0u')).join(', ')})`
}

function extractLane(bits: LaneBits, lane: number, vector: string, signed: boolean): string {
  if (bits === 64) return longLane(vector, lane)
  const { word, shift } = laneWord(vector, bits, lane)
  if (bits === 32) return word
  if (!signed) return `extractBits(${word}, ${shift}u, ${bits}u)`
  return `bitcast<u32>(extractBits(bitcast<i32>(${word}), ${shift}u, ${bits}u))`
}

/**
 * Of what WGSL computes when it compiles: a word taken out of that could be an error in an instruction on scalars, which
 * is prepared for literals only.
 */
function isConstant(text: string): boolean {
  return text.replace(constantParts, '') === ''
}

const constantParts =
  /vec[24](?:u|i|<bool>)|bitcast|select|min|max|abs|u32|true|false|\.[xyzw]+|(?:0x[\da-f]+|\d+)u|[\d.]+(?:e[-+]?\d+)?f|[^\w.]/g

/** In fast mode the lanes of `f32x4` are floats. */
const isFloat = (lane: ValueType, mode: FloatMode) => lane === 'f32' && mode === 'fast'
const laneBits = (lane: ValueType, value: string, mode: FloatMode) =>
  isFloat(lane, mode) ? `bitcast<u32>(${value})` : value

function extraction(lane: ValueType, bits: LaneBits, signed: boolean): Lowering {
  return {
    parameters: ['v128'],
    result: lane,
    lower: ([vector = ''], { mode, immediates, call }) => {
      const source = isConstant(vector) ? call('v128_opaque', vector) : vector
      const value = extractLane(bits, laneOf(immediates), source, signed)
      return isFloat(lane, mode) ? call('float_of_bits', value) : value
    },
  }
}

function lanesOf(shape: string, lane: ValueType, bits: LaneBits): Lowerings {
  const extract = `${shape}.extract_lane`
  return {
    [`${shape}.splat`]: {
      parameters: [lane],
      result: 'v128',
      lower: ([value = ''], { mode }) => splat(bits, laneBits(lane, value, mode)),
    },
    [`${shape}.replace_lane`]: {
      parameters: ['v128', lane],
      result: 'v128',
      lower: ([vector = '', value = ''], context) =>
        replaceLane(bits, laneOf(context.immediates), vector, laneBits(lane, value, context.mode), context),
    },
    ...(bits >= 32
      ? { [extract]: extraction(lane, bits, false) }
      : { [`${extract}_s`]: extraction(lane, bits, true), [`${extract}_u`]: extraction(lane, bits, false) }),
  }
}

/** Core specification 4.6.9: `splat`, `extract_lane` and `replace_lane`. */
export const laneLowerings: Lowerings = {
  ...lanesOf('i8x16', 'i32', 8),
  ...lanesOf('i16x8', 'i32', 16),
  ...lanesOf('i32x4', 'i32', 32),
  ...lanesOf('i64x2', 'i64', 64),
  ...lanesOf('f32x4', 'f32', 32),
  ...lanesOf('f64x2', 'f64', 64),
}
