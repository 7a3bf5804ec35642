import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GuestMemory } from './guest-memory.js'
import { KernelCopy } from './kernel-copy.js'

test('a copy is current until one of its bytes changes', () => {
  const memory = new GuestMemory(new WebAssembly.Memory({ initial: 1 }))
  fc.assert(
    fc.property(fc.nat(40), fc.uint8Array({ maxLength: 40 }), fc.nat(90), (address, content, changed) => {
      memory.bytes.set(content, address)
      const copy = new KernelCopy(memory, address, content.length)
      expect(copy.bytes).toEqual(content)
      expect(copy.isCurrent(memory)).toBe(true)
      memory.bytes[changed]! ^= 1
      const inside = changed >= address && changed < address + content.length
      expect(copy.isCurrent(memory)).toBe(!inside)
    }),
  )
})
