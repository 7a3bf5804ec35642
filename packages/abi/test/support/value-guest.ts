import type { HostMapping } from '../../src/host-mapping.js'
import { ComponentInstance } from '../../src/instance.js'
import { GuestMemory } from '../../src/memory.js'
import type { CoreSize, LiftLowerContext, StringEncoding } from '../../src/options.js'
import { Store } from '../../src/store.js'

export const encodings = ['utf8', 'utf16', 'latin1+utf16'] as const
export const ptrTypes = ['i32', 'i64'] as const

/** Hands resources through as their representations. */
export const plainMapping: HostMapping = {
  liftOwn: (_rt, rep) => rep,
  liftBorrow: (_rt, rep) => rep,
  lowerOwn: (_rt, value) => value as number,
  lowerBorrow: (_rt, value) => value as number,
  liftStream: (stream) => stream,
  lowerStream: (value) => value as never,
  liftFuture: (future) => future,
  lowerFuture: (value) => value as never,
}

export type ReallocCall = readonly [old: number, oldSize: number, alignment: number, size: number]

/**
 * An instance with a memory and an allocator that never frees, moves whatever is reallocated and fills what it gives
 * with a pattern, so that nothing can count on zeros.
 */
export class ValueGuest {
  readonly inst: ComponentInstance
  readonly memory: GuestMemory
  readonly wasm: WebAssembly.Memory
  readonly calls: ReallocCall[] = []
  readonly guest: LiftLowerContext
  readonly host: LiftLowerContext
  #next = 64

  constructor(encoding: StringEncoding = 'utf8', addrtype: 'i32' | 'i64' = 'i32', store = new Store()) {
    this.inst = new ComponentInstance(store)
    this.wasm = new WebAssembly.Memory({ initial: 1 })
    this.memory = new GuestMemory(this.wasm, addrtype)
    const realloc = (...given: CoreSize[]): CoreSize => {
      const [old, oldSize, alignment, size] = given.map(Number) as [number, number, number, number]
      this.calls.push([old, oldSize, alignment, size])
      const ptr = this.allocate(alignment, size)
      this.memory.bytes.copyWithin(ptr, old, old + Math.min(oldSize, size))
      return addrtype === 'i32' ? ptr | 0 : BigInt(ptr)
    }
    const opts = { string_encoding: encoding, memory: this.memory, realloc }
    this.guest = { opts, inst: this.inst }
    this.host = { opts, inst: this.inst, host: plainMapping }
  }

  allocate(alignment: number, size: number): number {
    const ptr = Math.ceil(this.#next / alignment) * alignment
    this.#next = ptr + size
    const missing = this.#next - this.memory.length
    if (missing > 0) this.wasm.grow(Math.ceil(missing / 65536))
    this.memory.bytes.fill(0xa5, ptr, ptr + size)
    return ptr
  }
}
