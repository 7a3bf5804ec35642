import { opcodeEntries } from '@weft/wasm-binary'
import { expect, test } from 'vitest'
import type { Lowering } from '../src/instructions/lowering.js'
import { scalarLowerings } from '../src/instructions/scalar-lowerings.js'
import { scalarHelpers } from '../src/runtime/scalar-helpers.js'
import type { FloatMode } from '../src/value-type.js'
import { differences } from './differences.js'
import { evaluateLowerings } from './evaluate.js'
import { openDevice } from './open-device.js'
import { operandTuples } from './operands.js'

const device = await openDevice()

const families: readonly (readonly [string, RegExp])[] = [
  ['i32', /^i32\.(?!trunc|wrap|reinterpret)/],
  ['i64', /^i64\.(?!trunc|reinterpret)/],
  ['f32', /^f32\.(?!convert|demote|reinterpret)/],
  ['f64', /^f64\.(?!convert|promote|reinterpret)/],
  ['conversions', /^...\.(trunc_|wrap|reinterpret|convert|demote|promote)/],
]

function ofFamily(mode: FloatMode, pattern: RegExp): [string, Lowering][] {
  return Object.entries(scalarLowerings(mode)).filter(([name]) => pattern.test(name))
}

test('there is a lowering for every numeric instruction on scalars', () => {
  const numeric = opcodeEntries()
    .map((entry) => entry.name)
    .filter((name) => /^[if](32|64)\.(?!const|load|store|atomic)/.test(name))
    .sort()
  for (const mode of ['strict', 'fast'] as const) {
    expect(Object.keys(scalarLowerings(mode)).sort()).toEqual(numeric)
  }
})

/** Where one bit in thousands of results tells right from wrong. */
const rounding = /^f..\.(add|sub|mul|div|sqrt)$/

/** In mode `fast`, only what touches an f32 is another lowering. */
const cases = [
  ...families.map((family) => ['strict', ...family] as const),
  ...families
    .filter(([name]) => name === 'f32' || name === 'conversions')
    .map((family) => ['fast', ...family] as const),
]

test.each(cases)('in mode %s, the GPU computes %s like WebAssembly', async (mode, _, pattern) => {
  const inputs = ofFamily(mode, pattern).map(([name, lowering]) => ({
    name,
    lowering,
    tuples: operandTuples(lowering.parameters, rounding.test(name) ? 40_000 : 3000),
  }))
  const outputs = await evaluateLowerings(device, inputs, scalarHelpers, mode)
  expect(outputs.flatMap((output, index) => differences(inputs[index]!, output, mode))).toEqual([])
})
