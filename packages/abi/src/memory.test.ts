import { describe, expect, it } from 'vitest'
import { GuestMemory } from './memory.js'

const page = 65536

describe('a guest memory', () => {
  it('follows growth', () => {
    const memory = new WebAssembly.Memory({ initial: 0 })
    const guest = new GuestMemory(memory)
    expect([guest.length, guest.bytes.length, guest.view.byteLength]).toEqual([0, 0, 0])
    memory.grow(1)
    guest.bytes[page - 1] = 7
    memory.grow(1)
    expect([guest.length, guest.view.byteLength, guest.view.getUint8(page - 1)]).toEqual([
      2 * page,
      2 * page,
      7,
    ])
    expect(guest.bytes).toBe(guest.bytes)
  })

  it('follows the growth of a shared memory, which detaches nothing', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true })
    const guest = new GuestMemory(memory)
    const before = guest.bytes
    memory.grow(1)
    expect([before.length, guest.length, guest.view.byteLength]).toEqual([page, 2 * page, 2 * page])
  })

  it('is the same as another on the same memory', () => {
    const memory = new WebAssembly.Memory({ initial: 0 })
    expect(new GuestMemory(memory).is(new GuestMemory(memory, 'i64'))).toBe(true)
    expect(new GuestMemory(memory).is(new GuestMemory(new WebAssembly.Memory({ initial: 0 })))).toBe(false)
    expect(new GuestMemory(memory).is(undefined)).toBe(false)
  })
})
