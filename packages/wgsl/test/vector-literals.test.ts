import { expect, test } from 'vitest'
import type { Lowering } from '../src/instructions/lowering.js'
import { vectorLowerings } from '../src/instructions/vector-lowerings.js'
import type { FloatMode, ValueType } from '../src/value-type.js'
import { wordCount } from './evaluation-shader.js'
import { differsInFastMode, immediatesOf } from './vector-cases.js'
import { differences } from './vector-differences.js'

/** Words that WGSL refuses in many constant expressions: NaNs, what overflows, shifts that are too wide. */
const rows = [
  [0, 0, 0, 0],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
  [0x7fc00000, 0xff800000, 0x80000000, 0x80808080],
  [0x7f7fffff, 0xff7fffff, 0x7f7fffff, 0],
  [33, 0xbf800000, 0x00800000, 0xfe],
]

function literalOf(type: ValueType, words: readonly number[], mode: FloatMode): string {
  if (type === 'f32' && mode === 'fast') return '(-1.5f)'
  const texts = words.slice(0, wordCount(type)).map((word) => `${word}u`)
  if (texts.length > 1 && words.every((word) => word === 0)) return `vec${texts.length}u()`
  return texts.length === 1 ? `${texts[0]}` : `vec${texts.length}u(${texts.join(', ')})`
}

function wordsOf(type: ValueType, words: readonly number[], mode: FloatMode): readonly number[] {
  return type === 'f32' && mode === 'fast' ? [0xbfc00000] : words.slice(0, wordCount(type))
}

/** A lowering whose operands are literals. */
function literalInputs([name, lowering]: [string, Lowering], mode: FloatMode) {
  const { parameters } = lowering
  const immediates = immediatesOf(name).at(-1)
  return [0, 2].map((first) => {
    const row = (index: number) => rows[(first + index) % rows.length] ?? []
    return {
      name,
      lowering,
      immediates,
      literals: parameters.map((type, index) => literalOf(type, row(index), mode)),
      tuples: new Uint32Array(),
      operands: Uint32Array.from(parameters.flatMap((type, index) => wordsOf(type, row(index), mode))),
    }
  })
}

/**
 * Engines choose other results of the relaxed dot products for most of these, and SwiftShader's compiler takes NaNs of
 * fast mode divided by zero for infinity.
 */
const isOpen = (name: string, mode: FloatMode) =>
  name.includes('relaxed_dot') || (mode === 'fast' && name === 'f32x4.div')

const extractLane = vectorLowerings('strict')['i32x4.extract_lane']!

/**
 * The same values, with a word of them shifted: an error in WGSL if that is a constant expression, which instructions on
 * scalars do not expect.
 */
function withShift(lowering: Lowering): Lowering {
  const lower: Lowering['lower'] = (operands, context) => {
    const text = lowering.lower(operands, context)
    const lane = { ...context, immediates: [{ kind: 'lane', lane: 3 }] } as const
    if (lowering.result === 'i32') return `(${text} | ((${text} << 31u) & 0u))`
    if (lowering.result !== 'v128') return text
    return `(${text} | vec4u((${extractLane.lower([text], lane)} << 31u) & 0u))`
  }
  return { ...lowering, lower }
}

test.each(['strict', 'fast'] as const)('operands may be literals in %s mode', async (mode) => {
  const lowerings = Object.entries(vectorLowerings(mode)).filter(
    ([name]) => !isOpen(name, mode) && (mode === 'strict' || differsInFastMode(name)),
  )
  const inputs = lowerings.flatMap(([name, lowering]) => literalInputs([name, withShift(lowering)], mode))
  expect(await differences(inputs, mode)).toEqual([])
})
