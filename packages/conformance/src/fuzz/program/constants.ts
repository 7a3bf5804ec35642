import type { Immediate, NumericType } from '@weft/wasm-binary'
import type { Random } from './random.js'
import { type InstructionNode, instruction } from './tree.js'

/** Bit patterns at which arithmetic is likely to go wrong. */
const interestingWords: readonly number[] = [
  0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x1_0000,
  0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff, 0x0102_0304, 0x7f80_0001, 0x80ff_7f00,
]

const interestingFloats: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  -2.5,
  3,
  100,
  1e10,
  -1e10,
  1e38,
  1e-38,
  1e-45,
  -1e-45,
  1e300,
  5e-324,
  2147483647,
  2147483648,
  -2147483649,
  4294967295.5,
  9.2e18,
  1.9e19,
  16777217,
  9007199254740991,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
]

/** Sixteen bytes of which a value of the type is the first few: special values as often as random ones. */
export function interestingBytes(random: Random, type: NumericType): Uint8Array {
  if (random.chance(0.4)) return random.bytes(16)
  const view = new DataView(new ArrayBuffer(16))
  if (type === 'v128') return interestingVector(random, view)
  if (type === 'i32') view.setUint32(0, random.pick(interestingWords), true)
  else if (type === 'i64') view.setBigInt64(0, interestingLong(random), true)
  else if (type === 'f32') view.setFloat32(0, random.pick(interestingFloats), true)
  else view.setFloat64(0, random.pick(interestingFloats), true)
  return new Uint8Array(view.buffer)
}

function interestingLong(random: Random): bigint {
  const low = BigInt(random.pick(interestingWords))
  const high = random.pick([0, 0, 0xffff_ffff, random.pick(interestingWords)])
  return (BigInt(high) << 32n) | low
}

function interestingVector(random: Random, view: DataView): Uint8Array {
  const laneType = random.pick(['i32', 'i64', 'f32', 'f64'] as const)
  const laneBytes = Number(laneType.slice(1)) / 8
  const bytes = new Uint8Array(view.buffer)
  for (let at = 0; at < 16; at += laneBytes) {
    bytes.set(interestingBytes(random, laneType).subarray(0, laneBytes), at)
  }
  return bytes
}

/** The value whose bits are the first of `bytes`. */
export function constantOf(type: NumericType, bytes: Uint8Array): InstructionNode {
  return instruction(`${type}.const`, [], [type], immediateOf(type, bytes))
}

function immediateOf(type: NumericType, bytes: Uint8Array): Immediate {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16)
  switch (type) {
    case 'i32':
      return { kind: type, value: view.getInt32(0, true) }
    case 'i64':
      return { kind: type, value: view.getBigInt64(0, true) }
    case 'f32':
      return { kind: type, value: view.getFloat32(0, true), bits: view.getUint32(0, true) }
    case 'f64':
      return { kind: type, value: view.getFloat64(0, true), bits: view.getBigUint64(0, true) }
    case 'v128':
      return { kind: type, bytes }
  }
}

export function randomConstant(random: Random, type: NumericType): InstructionNode {
  return constantOf(type, interestingBytes(random, type))
}

/** An `i32.const`. */
export function word(value: number): InstructionNode {
  return constantOf('i32', new Uint8Array(Int32Array.of(value, 0, 0, 0).buffer))
}

/** A float constant of that value; used for bounds, which both types can hold. */
export function floatConstant(type: 'f32' | 'f64', value: number): InstructionNode {
  const bytes = new ArrayBuffer(16)
  if (type === 'f32') new DataView(bytes).setFloat32(0, value, true)
  else new DataView(bytes).setFloat64(0, value, true)
  return constantOf(type, new Uint8Array(bytes))
}

export function zero(type: NumericType): InstructionNode {
  return constantOf(type, new Uint8Array(16))
}
