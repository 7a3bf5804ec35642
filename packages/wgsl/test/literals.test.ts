import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LoweringContext } from '../src/instructions/lowering.js'
import { scalarLowerings } from '../src/instructions/scalar-lowerings.js'
import { scalarHelpers } from '../src/runtime/scalar-helpers.js'
import type { FloatMode, ValueType } from '../src/value-type.js'
import { differences } from './differences.js'
import { evaluateLowerings } from './evaluate.js'
import { createPipeline, openDevice } from './open-device.js'

const device = await openDevice()

const floats = [0, 0x3f800000, 0xbf800000, 0x7f7fffff, 0xff7fffff, 0x00800000]

/** Extreme values, as words. The f32 ones are those that stand as literals in shaders: no NaN, infinity or denormal. */
const extremes: Readonly<Record<ValueType, readonly (readonly number[])[]>> = {
  i32: [[0], [1], [32], [0x7fffffff], [0x80000000], [0xffffffff]],
  i64: [
    [0, 0],
    [63, 0],
    [0, 0x80000000],
    [0xffffffff, 0xffffffff],
  ],
  f32: floats.map((bits) => [bits]),
  f64: [
    [0, 0],
    [0, 0xbff00000],
    [0xffffffff, 0x7fefffff],
    [0, 0x7ff80000],
  ],
  v128: [],
}

function literal(type: ValueType, words: readonly number[], mode: FloatMode): string {
  const [word = 0] = words
  if (type === 'f32' && mode === 'fast')
    return floatLiteral(new Float32Array(Uint32Array.of(word).buffer)[0] ?? 0)
  return words.length === 1 ? `${word}u` : `vec2u(${words.map((each) => `${each}u`).join(', ')})`
}

function floatLiteral(value: number): string {
  return value < 0 ? `(${value}f)` : `${value}f`
}

function combinations(types: readonly ValueType[]): (readonly number[])[][] {
  const [first, ...others] = types
  if (first === undefined) return [[]]
  const rest = combinations(others)
  return extremes[first].flatMap((value) => rest.map((values) => [value, ...values]))
}

describe.each(['strict', 'fast'] as const)('in mode %s,', (mode) => {
  test('literals in the place of operands give the same results', async () => {
    const inputs = Object.entries(scalarLowerings(mode)).flatMap(([name, lowering]) =>
      combinations(lowering.parameters).map((values) => ({
        name,
        lowering,
        literals: lowering.parameters.map((type, index) => literal(type, values[index] ?? [], mode)),
        tuples: Uint32Array.from(values.flat()),
      })),
    )
    const cheap = inputs.filter(({ lowering }) => lowering.parameters[0] === 'i32')
    const literals = cheap.map((input) => ({ ...input, tuples: new Uint32Array() }))
    const outputs = await evaluateLowerings(device, literals, scalarHelpers, mode)
    expect(outputs.flatMap((output, index) => differences(cheap[index]!, output, mode))).toEqual([])
  })
})
