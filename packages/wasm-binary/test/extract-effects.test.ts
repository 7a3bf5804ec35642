import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExtractedKernel } from '../src/index.js'
import { assemble } from './assemble.js'
import { guests } from './guests.js'
import {
  extractExport,
  instantiateGuest,
  instantiateKernel,
  layDownStatics,
  outcome,
  sharedMemory,
} from './kernel-harness.js'

const inputAddress = 80_000
const outputAddress = 90_000
const stackTop = 120_000
const imports = { env: { print: () => {} } }

/** Runs all iterations, and gives what every one did and the output. */
function runAll(kernel: (...parameters: number[]) => void, memory: WebAssembly.Memory, input: Int32Array) {
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(new Uint8Array(input.buffer), inputAddress)
  const results = input.map((_, index) => {
    const traps = outcome(() =>
      kernel(index, input.length, 1, inputAddress, input.byteLength, outputAddress, input.byteLength),
    )
    return traps === undefined ? 0 : 1
  })
  return { results, output: bytes.slice(outputAddress, outputAddress + input.byteLength) }
}

/** On a memory that holds what the guest's holds. */
function sharedRun(kernel: ExtractedKernel, guestMemory: WebAssembly.Memory, input: Int32Array) {
  const memory = sharedMemory(2)
  new Uint8Array(memory.buffer).set(new Uint8Array(guestMemory.buffer))
  return runAll(instantiateKernel(kernel, memory, stackTop).kernel, memory, input)
}

/** On a memory of its own, with its static data alone. */
function isolatedRun(kernel: ExtractedKernel, input: Int32Array) {
  const memory = sharedMemory(2)
  layDownStatics(kernel, memory)
  return runAll(instantiateKernel(kernel, memory, stackTop).kernel, memory, input)
}

const inputs = fc
  .array(fc.oneof(fc.integer(), fc.integer({ min: -8, max: 16 })), { minLength: 1, maxLength: 64 })
  .map((values) => Int32Array.from(values))

describe('an extracted kernel does what the function did in its module', () => {
  it.each(Object.entries(guests))('%s', (_, text) => {
    const bytes = assemble(text, { names: true })
    const kernel = extractExport(bytes)
    fc.assert(
      fc.property(inputs, (input) => {
        const guest = instantiateGuest(bytes, imports)
        const before = instantiateGuest(bytes, imports)
        const expected = runAll(guest.kernel, guest.memory!, input)
        expect(sharedRun(kernel, before.memory!, input)).toEqual(expected)
        expect(isolatedRun(kernel, input)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it.each(Object.entries(guests))('%s, without names and a second time', (_, text) => {
    const named = extractExport(assemble(text, { names: true }))
    const bytes = assemble(text)
    const kernel = extractExport(bytes)
    expect(extractExport(bytes)).toEqual(kernel)
    expect({ ...kernel, bytes: 0, functions: 0 }).toEqual({ ...named, bytes: 0, functions: 0 })
  })
})
