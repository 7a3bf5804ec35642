import { decodeInstructions, type Expression, evaluateConstant } from '@weft/wasm-binary'
import { readBits, type Value } from '../values.js'

/**
 * The value of a constant expression by its bits; undefined for references, and where it needs a global that
 * `globalValues` does not have.
 */
export function constantBits(
  expression: Expression,
  globalValues: readonly (Value | undefined)[],
): Value | undefined {
  const [only, end] = decodeInstructions(expression)
  const immediate = only?.immediates[0]
  if (end?.name === 'end' && immediate !== undefined) {
    if (immediate.kind === 'f32') return { type: 'f32', bits: BigInt(immediate.bits) }
    if (immediate.kind === 'f64') return { type: 'f64', bits: immediate.bits }
    if (immediate.kind === 'v128') return { type: 'v128', bits: readBits(immediate.bytes, 0, 16) }
    if (immediate.kind === 'global') return globalValues[immediate.index]
  }
  return integer(expression, globalValues)
}

/** Arithmetic is on integers only: core specification 3.4.12. */
function integer(expression: Expression, globalValues: readonly (Value | undefined)[]): Value | undefined {
  const value = evaluateConstant(expression, (index) => {
    const known = globalValues[index]
    if (known?.type === 'i32') return { type: 'i32', value: Number(BigInt.asIntN(32, known.bits)) }
    return known?.type === 'i64' ? { type: 'i64', value: BigInt.asIntN(64, known.bits) } : undefined
  })
  if (value?.type === 'i32') return { type: 'i32', bits: BigInt.asUintN(32, BigInt(value.value)) }
  return value?.type === 'i64' ? { type: 'i64', bits: BigInt.asUintN(64, value.value) } : undefined
}
