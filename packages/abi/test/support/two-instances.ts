import { ReadableFutureEnd } from '../../src/future.js'
import { ComponentInstance } from '../../src/instance.js'
import { GuestMemory } from '../../src/memory.js'
import type { CanonicalOptions, CoreFunction } from '../../src/options.js'
import { Store } from '../../src/store.js'
import { ReadableStreamEnd } from '../../src/stream.js'
import type { Thread } from '../../src/thread.js'
import type { AsyncValueType } from '../../src/types.js'

export const BLOCKED = -1
export const COMPLETED = 0
export const DROPPED = 1
export const CANCELLED = 2

/** What `stream.read` and the like return: a result and the number of elements copied. */
export function packed(result: number, count: number): number {
  return result | (count << 4)
}

/** An instance with a memory of one page. */
export class Guest {
  readonly inst: ComponentInstance
  readonly memory: GuestMemory
  readonly opts: CanonicalOptions

  constructor(store: Store, addrtype: 'i32' | 'i64' = 'i32') {
    this.inst = new ComponentInstance(store)
    this.memory = new GuestMemory(new WebAssembly.Memory({ initial: 1 }), addrtype)
    this.opts = { string_encoding: 'utf8', memory: this.memory, async_: true }
  }

  get bytes(): Uint8Array {
    return this.memory.bytes
  }

  put(ptr: number, ...bytes: number[]): void {
    this.bytes.set(bytes, ptr)
  }

  /** The event that waits at an end, as `[code, index, payload]`, or undefined. */
  event(index: number): readonly number[] | undefined {
    const end = this.inst.handles.get(index) as ReadableStreamEnd
    return end.has_pending_event() ? end.get_pending_event() : undefined
  }
}

/** A store whose current thread may block, as far as anybody asks. */
export function createStore(thread: Partial<Thread> = {}): Store {
  const store = new Store()
  store.current_thread = {
    check_may_block: () => undefined,
    storage: [undefined, undefined],
    ...thread,
  } as Thread
  return store
}

/** Calls `stream.new` or `future.new`: indices of the readable and the writable end. */
export function newEnds(create: CoreFunction): readonly [number, number] {
  const ends = create() as bigint
  return [Number(ends & 0xffff_ffffn), Number(ends >> 32n)]
}

/** Passes a readable end on, as lifting and lowering do. */
export function pass(from: Guest, index: number, to: Guest): number {
  const end = from.inst.handles.remove(index) as ReadableStreamEnd | ReadableFutureEnd
  const { shared } = end
  return to.inst.handles.add(
    end.kind.of === 'stream' ? new ReadableStreamEnd(shared) : new ReadableFutureEnd(shared),
  )
}

export const streamOf = (element?: AsyncValueType['element']): AsyncValueType => ({ kind: 'stream', element })
export const futureOf = (element?: AsyncValueType['element']): AsyncValueType => ({ kind: 'future', element })
