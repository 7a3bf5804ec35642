import type { Immediate } from '@weft/wasm-binary'
import { expect, test } from 'vitest'
import type { LoadLowering, Lowering, StoreLowering } from '../src/instructions/lowering.js'
import { vectorLoads, vectorStores } from '../src/instructions/vector-lowerings.js'
import { numericHelpers } from '../src/runtime/numeric-helpers.js'
import { evaluateLowerings } from './evaluate.js'
import { openDevice } from './open-device.js'
import { randomWords } from './vector-cases.js'

const device = await openDevice()
const next = randomWords(4711)
/** Each eight random words: a vector, and what lies in memory. */
const rows = Array.from({ length: 200 }, () => Array.from({ length: 8 }, next))
const memarg: Immediate = { kind: 'memarg', align: 0, memory: 0, offset: 0n }

interface Case {
  readonly name: string
  readonly lane: number
}

const casesOf = (names: readonly string[]): Case[] =>
  names.flatMap((name) => {
    const bits = Number(/(\d+)_lane/.exec(name)?.[1] ?? 128)
    return Array.from({ length: 128 / bits }, (_, lane) => ({ name, lane }))
  })

const inputOf = ({ name, lane }: Case, lowering: Lowering, tuples: readonly (readonly number[])[]) => ({
  name,
  lowering,
  immediates: [memarg, { kind: 'lane', lane } as const],
  tuples: Uint32Array.from(tuples.flat()),
})

/** A load from memory whose words are operands, those of vectors behind them. */
function loading({ bytes, parameters = [], result, lower }: LoadLowering): Lowering {
  const count = Math.ceil(bytes / 4)
  return {
    parameters: [...Array.from({ length: count }, () => 'i32' as const), ...parameters],
    result,
    lower: (operands, context) => lower(operands.slice(0, count), operands.slice(count), context),
  }
}

/** A store that gives a vector of its words. */
function storing({ lower }: StoreLowering): Lowering {
  return {
    parameters: ['v128'],
    result: 'v128',
    lower: ([operand = ''], context) => {
      // The operand of a store is a name.
      const words = lower('stored', context).map((word) => word.replaceAll('stored', operand))
      return `vec4u(${[...words, '0u', '0u', '0u'].slice(0, 4).join(', ')})`
    },
  }
}

const arrays = {
  8: [Uint8Array, Int8Array],
  16: [Uint16Array, Int16Array],
  32: [Uint32Array, Int32Array],
  64: [BigUint64Array, BigInt64Array],
} as const

const bytesOf = (words: readonly number[]) => new Uint8Array(Uint32Array.from(words).buffer)
const wordsOf = (bytes: Uint8Array) => [...new Uint32Array(bytes.slice().buffer)]

/** Core specification 4.6.10, by JavaScript's typed arrays. */
function loaded({ name, lane }: Case, vector: readonly number[], memory: readonly number[]): number[] {
  const [, bits = '128', lanes, kind] = /load(\d*)(?:x(\d))?_?(\w*)/.exec(name) ?? []
  const source = bytesOf(memory)
  if (lanes !== undefined) return widened(source, Number(bits) as 8 | 16 | 32, kind === 's')
  const size = (Number(bits) || 128) / 8
  const result = kind === 'lane' ? bytesOf(vector) : new Uint8Array(16)
  const repeats = kind === 'splat' ? 16 / size : 1
  for (let copy = 0; copy < repeats; copy++) {
    result.set(source.subarray(0, size), (kind === 'lane' ? lane : copy) * size)
  }
  return wordsOf(result)
}

function widened(source: Uint8Array, bits: 8 | 16 | 32, signed: boolean): number[] {
  const numbers = Array.from(new arrays[bits][signed ? 1 : 0](source.slice(0, 8).buffer))
  if (bits === 32) return wordsOf(new Uint8Array(BigInt64Array.from(numbers.map(BigInt)).buffer))
  return wordsOf(new Uint8Array(arrays[bits === 8 ? 16 : 32][0].from(numbers).buffer))
}

test('loads make vectors of the words in memory', async () => {
  const cases = casesOf(Object.keys(vectorLoads))
  const inputs = cases.map((each) => {
    const load = vectorLoads[each.name]!
    const memory = rows.map((row) => memoryWords(row.slice(4), load.bytes))
    const tuples = memory.map((words, index) => [
      ...words,
      ...(load.parameters ? rows[index]!.slice(0, 4) : []),
    ])
    return inputOf(each, loading(load), tuples)
  })
  const outputs = await evaluateLowerings(device, inputs, numericHelpers, 'strict')
  cases.forEach((each, index) => {
    const expected = rows.map((row) => loaded(each, row.slice(0, 4), row.slice(4)))
    expect(outputs[index]?.words, JSON.stringify(each)).toEqual(expected)
  })
})

/** What a load gets: of fewer bytes than a word, zeros above them. */
function memoryWords(words: readonly number[], bytes: number): number[] {
  return bytes >= 4 ? words.slice(0, bytes / 4) : [(words[0] ?? 0) & (2 ** (8 * bytes) - 1)]
}

test('stores take the words that go into memory', async () => {
  const cases = casesOf(Object.keys(vectorStores))
  const inputs = cases.map((each) =>
    inputOf(
      each,
      storing(vectorStores[each.name]!),
      rows.map((row) => row.slice(0, 4)),
    ),
  )
  const outputs = await evaluateLowerings(device, inputs, numericHelpers, 'strict')
  cases.forEach((each, index) => {
    const { bytes } = vectorStores[each.name]!
    const actual = outputs[index]?.words.map((words) => bytesOf(words).subarray(0, bytes))
    const expected = rows.map((row) =>
      bytesOf(row.slice(0, 4)).slice(each.lane * bytes, (each.lane + 1) * bytes),
    )
    expect(actual, JSON.stringify(each)).toEqual(expected)
  })
})
