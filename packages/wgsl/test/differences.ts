import { trapCode } from '../src/trap-codes.js'
import type { FloatMode, ValueType } from '../src/value-type.js'
import type { EvaluationInput, EvaluationOutput } from './evaluate.js'
import { wordCount } from './evaluation-shader.js'
import { referenceOf } from './reference.js'

/**
 * The freedoms that `fast` takes with these: denormal operands may be zero; so may be results that are denormal, or would
 * be if they were not rounded up to the smallest normal number; and a NaN may be any quiet one, as the core specification
 * allows.
 */
const native = /^f32\.(add|sub|mul|div|sqrt|ceil|floor|trunc|nearest|eq|ne|lt|gt|le|ge)$/

/** Instructions that keep the bits of NaNs; the NaNs of all others are canonical. */
const keepingNaNs = /\.(abs|neg|copysign|reinterpret_)/

const shown = 5

/** Where results differ from those of this engine's WebAssembly, in words; at most a few. */
export function differences(input: EvaluationInput, output: EvaluationOutput, mode: FloatMode): string[] {
  const { name, lowering } = input
  const { parameters, result } = lowering
  const instruction = { name, parameters, result }
  const expected = referenceOf(instruction, input.tuples)
  const loose = mode === 'fast' && native.test(name)
  const flushed = loose ? referenceOf(instruction, input.tuples.map(flush)) : expected
  const size = parameters.reduce((sum, type) => sum + wordCount(type), 0)
  const found: string[] = []
  for (let index = 0; index < expected.words.length && found.length < shown; index++) {
    const operands = [...input.tuples.subarray(index * size, (index + 1) * size)]
    const wanted = [outcome(name, result, operands, expected, index)]
    if (loose)
      wanted.push(...flushedOutcomes(outcome(name, result, operands, flushed, index), result, wanted))
    const canonical = loose && result === 'f32' && isQuietNaN(output.words[index]?.[0] ?? 0)
    const actual = canonical ? hex([0x7fc00000]) : plainOutcome(output, index)
    if (!wanted.includes(actual))
      found.push(`${name} ${hex(operands)}: ${actual} instead of ${wanted.join(' or ')}`)
  }
  return found
}

function outcome(
  name: string,
  type: ValueType | 'bool',
  operands: readonly number[],
  { words, traps }: EvaluationOutput,
  index: number,
): string {
  // This engine has one message for both causes.
  if (name.includes('trunc_') && traps[index] !== undefined) {
    const nan = isNaNValue(name.includes('f64') ? 'f64' : 'f32', operands)
    return trapText(trapCode(nan ? 'invalid conversion to integer' : 'integer overflow'))
  }
  const canonical = !keepingNaNs.test(name) && isNaNValue(type, words[index] ?? [])
  if (!canonical) return plainOutcome({ words, traps }, index)
  return hex(type === 'f32' ? [0x7fc00000] : [0, 0x7ff80000])
}

function plainOutcome({ words, traps }: EvaluationOutput, index: number): string {
  const trap = traps[index]
  return trap === undefined ? hex(words[index] ?? []) : trapText(trap)
}

function flushedOutcomes(text: string, type: ValueType | 'bool', exact: readonly string[]): string[] {
  const zeros =
    type === 'f32' ? [text, ...exact].map((each) => hex([flushResult(Number.parseInt(each, 16))])) : []
  return [text, ...zeros]
}

function flush(bits: number): number {
  return (bits & 0x7f800000) === 0 ? (bits & 0x80000000) >>> 0 : bits
}

function flushResult(bits: number): number {
  return (bits & 0x7fffffff) === 0x800000 ? (bits & 0x80000000) >>> 0 : flush(bits)
}

function isQuietNaN(bits: number): boolean {
  return (bits & 0x7fc00000) === 0x7fc00000
}

function isNaNValue(type: ValueType | 'bool', words: readonly number[]): boolean {
  const [low = 0, high = 0] = words
  if (type === 'f32') return (low & 0x7fffffff) > 0x7f800000
  return type === 'f64' && (high & 0x7fffffff) + (low === 0 ? 0 : 0.5) > 0x7ff00000
}

function hex(words: readonly number[]): string {
  return words.map((word) => word.toString(16).padStart(8, '0')).join(' ')
}

function trapText(code: number): string {
  return `trap ${code}`
}
