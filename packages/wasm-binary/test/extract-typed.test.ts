import { describe, expect, it } from 'vitest'
import { decodeModule } from '../src/index.js'
import { body, moduleBytes, section, vector } from './byte-modules.js'
import { diagnosticsOf, extractExport, instantiateKernel, sharedMemory } from './kernel-harness.js'

const kernelName = [6, ...new TextEncoder().encode('kernel')]

/** Function 0 does nothing, function 1 doubles a number, function 2 is the kernel. */
function guest(...kernel: number[]): Uint8Array<ArrayBuffer> {
  return moduleBytes(
    section(
      1,
      vector(
        [0x60, 0, 0],
        [0x4e, ...vector([0x5f, 1, 0x7f, 1], [0x5e, 0x64, 1, 1])],
        [0x50, 0, 0x60, 1, 0x7f, 1, 0x7f],
        [0x4f, 1, 3, 0x60, 1, 0x7f, 1, 0x7f],
        [0x60, 3, 0x7f, 0x7f, 0x7f, 0],
        [0x60, 1, 0x7f, 1, 0x7f],
      ),
    ),
    section(3, vector([0], [4], [5])),
    section(4, vector([0x70, 0, 2], [0x63, 3, 0, 4])),
    section(5, vector([0, 1])),
    section(7, vector([...kernelName, 0, 2])),
    section(9, vector([0, 0x41, 0, 0x0b, 2, 0, 1], [6, 1, 0x41, 3, 0x0b, 0x63, 3, 1, 0xd2, 1, 0x0b])),
    section(10, vector(body(), body(0x20, 0, 0x41, 1, 0x74), body(...kernel))),
  )
}

const structOf21 = [0x41, 21, 0xfb, 0, 1, 0xfb, 2, 1, 0]
const store = [0x36, 2, 0]

describe('kernels with typed references and garbage collection', () => {
  it.each([
    ['a table of functions', [0x41, 1, 0x11, 3, 0], [1, 2, 1, 1, 1]],
    // Nothing but functions of its type can be in it: no stubs.
    ['a table of one type', [0x41, 3, 0x11, 3, 1], [2, 1, 1, 1]],
  ])('call a subtype through %s', (_, call, groups) => {
    const bytes = guest(0x41, 8, ...structOf21, ...call, ...store)
    expect(WebAssembly.validate(bytes)).toBe(true)
    const kernel = extractExport(bytes)
    const memory = sharedMemory(1)
    instantiateKernel(kernel, memory).kernel(0, 1, 1)
    expect(new Int32Array(memory.buffer)[2]).toBe(42)
    const module = decodeModule(kernel.bytes)
    expect(module.types.map(({ types }) => types.length)).toEqual(groups)
    expect(kernel.functions.map(({ sourceIndex }) => sourceIndex)).toEqual([1, 2])
  })

  it('do not reach functions of a type that is written alike but is another', () => {
    const kernel = extractExport(guest(0x41, 8, ...structOf21, 0x41, 1, 0x11, 6, 0, ...store))
    expect(kernel.functions.map(({ sourceIndex }) => sourceIndex)).toEqual([2])
    expect(() => instantiateKernel(kernel, sharedMemory(1)).kernel(0, 1, 1)).toThrow(WebAssembly.RuntimeError)
  })

  it('may not call references', () => {
    const bytes = guest(0x41, 8, 0x41, 21, 0xd2, 1, 0x14, 4, ...store)
    expect(WebAssembly.validate(bytes)).toBe(true)
    const found = diagnosticsOf(() => extractExport(bytes))
    expect(found.map(({ rule, offset }) => [rule, bytes[offset!]])).toEqual([['unresolved-reference', 0x14]])
  })

  it('may take a reference and test it', () => {
    const bytes = guest(0x41, 8, 0xd2, 1, 0xd1, ...store)
    expect(() => instantiateKernel(extractExport(bytes), sharedMemory(1)).kernel(0, 1, 1)).not.toThrow()
  })
})
