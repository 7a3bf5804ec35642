import { opcodeEntries } from '@weft/wasm-binary'
import { describe, expect, test } from 'vitest'
import type { Lowering } from '../src/instructions/lowering.js'
import { vectorLoads, vectorLowerings, vectorStores } from '../src/instructions/vector-lowerings.js'
import type { FloatMode } from '../src/value-type.js'
import { differsInFastMode, immediatesOf, vectorTuples } from './vector-cases.js'
import { differences } from './vector-differences.js'

test('every instruction on vectors has a lowering', () => {
  const vectors = [...opcodeEntries()].filter(({ opcode }) => opcode >> 16 === 0xfd).map(({ name }) => name)
  for (const mode of ['strict', 'fast'] as const) {
    const lowered = [vectorLowerings(mode), vectorLoads, vectorStores].flatMap(Object.keys)
    expect(lowered.sort()).toEqual(vectors.filter((name) => name !== 'v128.const').sort())
  }
})

/** The lowerings of a mode by shape. */
function groupsOf(mode: FloatMode): [string, [string, Lowering][]][] {
  const lowerings = Object.entries(vectorLowerings(mode)).filter(
    ([name]) => mode === 'strict' || differsInFastMode(name),
  )
  const groups = Map.groupBy(lowerings, ([name]) => name.slice(0, name.indexOf('.')))
  return [...groups]
}

for (const mode of ['strict', 'fast'] as const) {
  describe(`${mode} mode`, () => {
    test.each(groupsOf(mode))('%s agrees with WebAssembly', async (_, lowerings) => {
      const inputs = lowerings.flatMap(([name, lowering]) => {
        const variants = immediatesOf(name)
        const tuples = vectorTuples(lowering.parameters, variants.length === 1 ? 'all' : 'some')
        return variants.map((immediates) => ({ name, lowering, immediates, tuples: limited(name, tuples) }))
      })
      expect(await differences(inputs, mode)).toEqual([])
    })
  })
}

/** Engines differ where the second operand of a relaxed dot product has more than seven bits. */
function limited(name: string, tuples: Uint32Array): Uint32Array {
  if (!name.includes('relaxed_dot')) return tuples
  const size = name.includes('add') ? 12 : 8
  return tuples.map((word, index) => ((index % size) >> 2 === 1 ? word & 0x7f7f7f7f : word))
}
