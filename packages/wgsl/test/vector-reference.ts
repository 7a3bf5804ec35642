import type { Immediate } from '@weft/wasm-binary'
import type { Lowering } from '../src/instructions/lowering.js'
import type { FloatMode } from '../src/value-type.js'
import { referenceOf } from './reference.js'

/** The words of a result for each tuple of operands. */
export type Rows = readonly (readonly number[])[]

interface Case {
  readonly name: string
  readonly lowering: Lowering
  readonly immediates?: readonly Immediate[] | undefined
}

const canonical32 = 0x7fc00000
const canonical64 = 0x7ff80000
const isNaN32 = (word: number) => (word & 0x7fffffff) > 0x7f800000
const isNaN64 = (low: number, high: number) => (high & 0x7fffffff) + (low === 0 ? 0 : 0.5) > 0x7ff00000

/** Instructions with results that the core specification lets be any NaN of some kind. */
const computesFloats =
  /^(f32x4|f64x2)\.(sqrt|ceil|floor|trunc|nearest|add|sub|mul|div|min|max|demote|promote|n?madd)/

/** Strict mode and `f64` have canonical NaNs only. */
export function withCanonicalNaNs(name: string, words: readonly number[]): readonly number[] {
  const [shape] = computesFloats.exec(relaxedName(name)) ?? []
  if (shape === undefined) return words
  if (shape.startsWith('f32x4')) return words.map((word) => (isNaN32(word) ? canonical32 : word))
  return words.map((word, index) => {
    if (!isNaN64(words[index & ~1] ?? 0, words[index | 1] ?? 0)) return word
    return index & 1 ? canonical64 : 0
  })
}

/** The instruction with the result that we choose where a relaxed one has a choice. */
function relaxedName(name: string): string {
  if (name.endsWith('laneselect')) return 'v128.bitselect'
  if (name.includes('dot')) return name
  const exact = name.replace('relaxed_trunc', 'trunc_sat').replace('relaxed_q15mulr_s', 'q15mulr_sat_s')
  return exact.replace('relaxed_', '')
}

/** In fast mode devices may take denormals for zeros, as operands and as results of these, and of nothing else. */
const flushes = /^f32x4\.(sqrt|ceil|floor|trunc|nearest|add|sub|mul|div|eq|ne|lt|gt|le|ge|relaxed_n?madd)$/

const isDenormal = (word: number) => (word & 0x7fffffff) !== 0 && (word & 0x7f800000) === 0
const flushed = (word: number) => (isDenormal(word) ? (word & 0x80000000) >>> 0 : word)

/**
 * What an instruction gives by the core specification, and then what else fast mode leaves to devices: any word of a
 * result may be that in the same place of any of them.
 */
export function allowedResults(instruction: Case, tuples: Uint32Array, mode: FloatMode): [Rows, ...Rows[]] {
  const exact = resultsOf(instruction, tuples, (word) => word)
  if (mode === 'strict' || !flushes.test(instruction.name)) return [exact]
  const ofZeros = resultsOf(instruction, tuples.map(flushed), flushed)
  if (/\.(eq|ne|lt|gt|le|ge)$/.test(instruction.name)) return [exact, ofZeros]
  return [exact, ofZeros, flushedRows(exact), flushedRows(ofZeros)]
}

/** Also what is rounded up to the smallest normal number, but is less before. */
const flushedResult = (word: number) => flushed((word & 0x7fffffff) === 0x00800000 ? word - 1 : word)
const flushedRows = (rows: Rows) => rows.map((words) => words.map(flushedResult))

function resultsOf(instruction: Case, tuples: Uint32Array, between: (word: number) => number): Rows {
  const { name, lowering, immediates } = instruction
  const [shape = ''] = name.split('.')
  const rows = name.endsWith('madd')
    ? multiplyAdd(shape, name.endsWith('nmadd') ? 'sub' : 'add', tuples, between)
    : run(relaxedName(name), lowering, tuples, immediates)
  return rows.map((words) => withCanonicalNaNs(name, words))
}

function run(
  name: string,
  { parameters, result }: Lowering,
  tuples: Uint32Array,
  immediates?: readonly Immediate[],
) {
  return referenceOf({ name, parameters, result, immediates }, tuples).words
}

/** The product is rounded, as our choice for the relaxed instruction says. */
function multiplyAdd(
  shape: string,
  last: string,
  tuples: Uint32Array,
  between: (word: number) => number,
): Rows {
  const binary = { parameters: ['v128', 'v128'], result: 'v128', lower: () => '' } as const
  const row = (index: number) => [...tuples.subarray(12 * index, 12 * index + 12)]
  const rows = Array.from({ length: tuples.length / 12 }, (_, index) => row(index))
  const products = run(`${shape}.mul`, binary, Uint32Array.from(rows.flatMap((words) => words.slice(0, 8))))
  const sums = rows.flatMap((words, index) => {
    const product = (products[index] ?? []).map(between)
    return last === 'add' ? [...product, ...words.slice(8)] : [...words.slice(8), ...product]
  })
  return run(`${shape}.${last}`, binary, Uint32Array.from(sums))
}
