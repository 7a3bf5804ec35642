import { expect, it } from 'vitest'
import { guestMemory } from '../../src/link/guest-memory.js'

const wideMemory = { address: 'i64', initial: 1n } as unknown as WebAssembly.MemoryDescriptor

it('tells 32-bit memories from 64-bit ones, changes neither, and is one object for each', () => {
  for (const [descriptor, type] of [
    [{ initial: 1 }, 'i32'],
    [wideMemory, 'i64'],
    [{ initial: 1, maximum: 2, shared: true }, 'i32'],
  ] as const) {
    const memory = new WebAssembly.Memory(descriptor)
    const found = guestMemory(memory)
    expect(found.addrtype).toBe(type)
    expect(found.length).toBe(65_536)
    expect(guestMemory(memory)).toBe(found)
  }
})
