import { isDeepStrictEqual } from 'node:util'
import { BinaryError, WeftError } from '@weft/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeModule,
  encodeModule,
  evaluateConstant,
  extractKernel,
  forEachInstruction,
  importedCount,
  type Module,
  readKernel,
  readNames,
  remapInstructions,
} from '../src/index.js'
import { byteEdits, mutatedBytes, place } from './byte-edits.js'
import { fuzzSeeds, kernelSeeds } from './fuzz-seeds.js'

// `npm run fuzz` sets these; the numbers below are what every test run does.
const cases = Number(process.env.WEFT_FUZZ_CASES ?? 4000)
const seed = Number(process.env.WEFT_FUZZ_SEED ?? 20_261_122)
const millisecondsPerCase = 20
const seeds = fuzzSeeds()

const modulesWithCode = seeds.map(decodeModule).filter(({ code }) => code.length > 0)
const modulesWithKernel = kernelSeeds().map(decodeModule)

const edits = byteEdits(seeds)
const mutated = mutatedBytes(seeds)

/** Modules whose sizes are right again after one function body was edited: all of them can be decoded. */
const mutatedBodies = fc
  .record({
    module: fc.oneof(fc.constantFrom(...modulesWithCode), fc.constantFrom(...modulesWithKernel)),
    body: place,
    edits: fc.array(edits, { minLength: 1, maxLength: 4 }),
  })
  .map(({ module, body, edits }) => {
    const edited = body % module.code.length
    const code = module.code.map((entry, index) => {
      if (index !== edited) return entry
      const bytes = edits.reduce((bytes, edit) => edit(bytes), [...entry.instructions.subarray(0, -1)])
      return { ...entry, instructions: Uint8Array.from([...bytes, 0x0b]) }
    })
    return encodeModule({ ...module, code })
  })

/** What a call throws, if that is one of `kinds`; anything else passes through and fails the test. */
function attempt<Value>(run: () => Value, isExpected: (error: unknown) => boolean): Value | undefined {
  try {
    return run()
  } catch (error) {
    if (isExpected(error)) return undefined
    throw error
  }
}

const isBinaryError = (error: unknown) => error instanceof BinaryError
const isWeftError = (error: unknown) => WeftError.isInstance(error)

/** Everything but where the bodies stood. */
function content(module: Module): unknown {
  return { ...module, code: module.code.map(({ locals, instructions }) => ({ locals, instructions })) }
}

function checkModule(module: Module): void {
  const encoded = encodeModule(module)
  const again = decodeModule(encoded)
  expect(isDeepStrictEqual(content(again), content(module))).toBe(true)
  expect(encodeModule(again)).toEqual(encoded)
  readNames(module)
  for (const { init } of module.globals) evaluateConstant(init)
  for (const { instructions, instructionsOffset } of module.code) {
    attempt(() => forEachInstruction(instructions, () => {}, instructionsOffset), isBinaryError)
    const same = attempt(() => remapInstructions(instructions, {}), isBinaryError)
    if (same !== undefined) expect(same).toEqual(instructions)
  }
}

/** Tries every function as a kernel; returns how many there were. What is made of a valid module is valid. */
function checkExtraction(module: Module, isValid: boolean): number {
  const imported = importedCount(module, 'func')
  const kernels = [...module.code.keys()].map((index) =>
    attempt(() => extractKernel(module, imported + index), isWeftError),
  )
  const extracted = kernels.filter((kernel) => kernel !== undefined)
  for (const { bytes } of extracted) {
    checkModule(decodeModule(bytes))
    if (isValid) expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true)
  }
  return extracted.length
}

describe('mutated modules', () => {
  it('start from modules that are whole', () => {
    expect(seeds.length).toBeGreaterThan(10)
    for (const bytes of [...seeds, ...kernelSeeds()]) checkModule(decodeModule(bytes))
  })

  it(
    `are decoded or refused with a BinaryError (${cases} cases)`,
    () => {
      let decoded = 0
      fc.assert(
        fc.property(mutated, (bytes) => {
          const module = attempt(() => decodeModule(bytes), isBinaryError)
          attempt(() => readKernel(bytes), isWeftError)
          if (module === undefined) return
          decoded++
          checkModule(module)
          checkExtraction(module, WebAssembly.validate(bytes))
        }),
        { numRuns: cases, seed, endOnFailure: true },
      )
      // Enough mutants get past the decoder to try what comes behind it.
      expect(decoded).toBeGreaterThan(cases / 20)
    },
    30_000 + cases * millisecondsPerCase,
  )

  it(
    `with edited bodies are extracted or refused (${cases} cases)`,
    () => {
      let extracted = 0
      let valid = 0
      fc.assert(
        fc.property(mutatedBodies, (bytes) => {
          const module = decodeModule(bytes)
          checkModule(module)
          attempt(() => readKernel(bytes), isWeftError)
          const isValid = WebAssembly.validate(bytes)
          const count = checkExtraction(module, isValid)
          extracted += count
          if (isValid) valid += count
        }),
        { numRuns: cases, seed, endOnFailure: true },
      )
      expect(extracted).toBeGreaterThan(cases / 20)
      expect(valid).toBeGreaterThan(cases / 100)
    },
    30_000 + cases * millisecondsPerCase,
  )

  it('of random bytes are refused', () => {
    const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (random, withHeader) => {
        const bytes = withHeader ? Uint8Array.from([...header, ...random]) : random
        attempt(() => decodeModule(bytes), isBinaryError)
        attempt(() => forEachInstruction(random, () => {}), isBinaryError)
      }),
      { numRuns: 1000, seed },
    )
  })
})
