import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Lowering, LoweringContext } from '../src/instructions/lowering.js'
import { scalarLowerings } from '../src/instructions/scalar-lowerings.js'
import type { Helpers } from '../src/runtime/helper.js'
import { scalarHelpers } from '../src/runtime/scalar-helpers.js'
import type { FloatMode, ValueType } from '../src/value-type.js'
import { differences } from './differences.js'
import { evaluateLowerings } from './evaluate.js'
import { evaluationShader } from './evaluation-shader.js'
import { createShader, openDevice } from './open-device.js'

const device = await openDevice()

/** Extreme values, as words. The f32 ones are those that stand as literals in shaders: no NaN, infinity or denormal. */
const extremes: Readonly<Record<ValueType, readonly (readonly number[])[]>> = {
  i32: [[0], [40], [0x80000000], [0xffffffff]],
  i64: [
    [0, 0],
    [70, 0],
    [0, 0x80000000],
    [0xffffffff, 0xffffffff],
  ],
  f32: [[0], [0x3f800000], [0xbf800000], [0x7f7fffff], [0xff7fffff], [0x00800000]],
  f64: [
    [0, 0],
    [0, 0xbff00000],
    [0xffffffff, 0x7fefffff],
    [0, 0x7ff80000],
  ],
  v128: [],
}

/** What else stands in the place of the other operand. */
const variables: Readonly<Partial<Record<ValueType, readonly (readonly number[])[]>>> = {
  f32: [[0x80000000], [0x7f800000], [0xff800000], [0x7fc00000]],
}

/** `separate_f32` is the emitter's: it hides a value behind a zero that the compiler of the shader cannot see. */
const helpers: Helpers = {
  ...scalarHelpers,
  separate_f32: {
    code: 'fn separate_f32(value: f32) -> f32 { return bitcast<f32>(bitcast<u32>(value) ^ jobs[0].z); }',
  },
}

function literal(type: ValueType, words: readonly number[], mode: FloatMode): string {
  if (type === 'f32' && mode === 'fast') {
    const [value = 0] = new Float32Array(Uint32Array.from(words).buffer)
    return value < 0 ? `(${value}f)` : `${value}f`
  }
  const texts = words.map((word) => (word < 0x10000 ? `${word}u` : `0x${word.toString(16)}u`))
  return texts.length === 1 ? texts.join() : `vec2u(${texts.join(', ')})`
}

/** Every lowering of two operands with each literal as the second: with itself as the first, and with any first one. */
function cases(mode: FloatMode, parameter: ValueType) {
  const lowerings = Object.entries(scalarLowerings(mode))
  const binary = lowerings.filter(([, { parameters }]) => parameters[1] === parameter)
  const firsts = [...extremes[parameter], ...(variables[parameter] ?? [])]
  return binary.flatMap(([name, lowering]) =>
    extremes[parameter].flatMap((words) => {
      const text = literal(parameter, words, mode)
      return [
        { name, lowering, literals: [text, text], variables: [], tuples: [...words, ...words] },
        {
          name,
          lowering,
          literals: [undefined, text],
          variables: firsts.flat(),
          tuples: firsts.flatMap((first) => [...first, ...words]),
        },
        {
          name,
          lowering,
          literals: [text, undefined],
          variables: firsts.flat(),
          tuples: firsts.flatMap((second) => [...words, ...second]),
        },
      ]
    }),
  )
}

type Expression = (context: LoweringContext) => string

/** Expressions of literals only, as the emitter would print them. */
function expressions(mode: FloatMode, type: ValueType, depth: number): fc.Arbitrary<Expression> {
  const literals = extremes[type].map((words) => literal(type, words, mode))
  const leaf = fc.constantFrom(...literals).map((text) => () => text)
  if (depth === 0) return leaf
  const giving = Object.values(scalarLowerings(mode)).filter(
    ({ result }) => result === type || (result === 'bool' && type === 'i32'),
  )
  const operands = fc.tuple(
    ...(['i32', 'i64', 'f32', 'f64'] as const).map((each) => expressions(mode, each, depth - 1)),
  )
  return fc.tuple(fc.constantFrom(...giving), operands, operands).map(
    ([lowering, first, second]) =>
      (context) =>
        print(lowering, [first, second], context),
  )
}

function print(lowering: Lowering, choices: readonly Expression[][], context: LoweringContext): string {
  const texts = lowering.parameters.map((type, index) => {
    const expression = choices[index]?.[['i32', 'i64', 'f32', 'f64'].indexOf(type)]
    return expression?.(context) ?? ''
  })
  const text = lowering.lower(texts, context)
  return lowering.result === 'bool' ? `select(0u, 1u, ${text})` : text
}

test.each([
  ['i32', 'strict'],
  ['f32', 'fast'],
] as const)('literals of type %s give the results that variables give (%s)', async (type, mode) => {
  const inputs = cases(mode, type)
  const evaluated = inputs.map((input) => ({ ...input, tuples: Uint32Array.from(input.variables) }))
  const outputs = await evaluateLowerings(device, evaluated, helpers, mode)
  expect(
    outputs.flatMap((output, index) =>
      differences({ ...inputs[index]!, tuples: Uint32Array.from(inputs[index]!.tuples) }, output, mode),
    ),
  ).toEqual([])
})

test.each(['strict', 'fast'] as const)(
  'no expression of literals is one that WGSL rejects (%s)',
  async (mode) => {
    const many = fc.array(expressions(mode, 'i32', 3), { minLength: 100, maxLength: 100 })
    await fc.assert(
      fc.asyncProperty(many, async (texts) => {
        const evaluations = texts.map((lower) => ({
          name: 'expression',
          lowering: {
            parameters: [],
            result: 'i32',
            lower: (_, context) => lower(context),
          } satisfies Lowering,
        }))
        await createShader(device, evaluationShader(evaluations, helpers, mode))
      }),
      { numRuns: 10, seed: 3, endOnFailure: true },
    )
  },
)
