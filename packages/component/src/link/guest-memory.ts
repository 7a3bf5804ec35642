import { GuestMemory } from '@weft/abi'

const memories = /* @__PURE__ */ new WeakMap<WebAssembly.Memory, GuestMemory>()

/** The one `GuestMemory` of a core memory. */
export function guestMemory(memory: WebAssembly.Memory): GuestMemory {
  let known = memories.get(memory)
  if (known === undefined) {
    known = new GuestMemory(memory, addressType(memory))
    memories.set(memory, known)
  }
  return known
}

/** Engines do not tell: only a 64-bit memory takes a bigint. Growing by nothing changes nothing. */
function addressType(memory: WebAssembly.Memory): 'i32' | 'i64' {
  try {
    memory.grow(0n as unknown as number)
    return 'i64'
  } catch {
    return 'i32'
  }
}
