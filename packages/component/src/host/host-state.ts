import type { ResourceType, Store } from '@weft/abi'
import { ForgottenHandles } from './forgotten-handles.js'
import type { GuestHandle } from './guest-handle.js'
import { HostObjects } from './host-objects.js'
import type { HostCallable, HostOptions, ResourceClass } from './host-types.js'
import type { StoreMapping } from './store-mapping.js'

/** What the mappings of one store have in common. */
export class HostState {
  readonly store: Store
  /** For values outside of a call's parameters and result, such as elements of streams. */
  mapping!: StoreMapping
  readonly objects: HostObjects
  /** Drops the handles of objects that JavaScript has forgotten. */
  readonly forgotten: ForgottenHandles
  readonly classes = new WeakMap<ResourceType, ResourceClass>()
  readonly resources = new WeakMap<object, ResourceType>()
  readonly constructors = new WeakMap<ResourceType, HostCallable>()
  readonly #onError: (error: unknown) => void
  #borrows: GuestHandle[] = []

  constructor(store: Store, { onError }: HostOptions = {}) {
    this.store = store
    this.objects = new HostObjects(store.limits.maximumHandles)
    this.#onError = onError ?? warn
    this.forgotten = new ForgottenHandles((handle) => this.guard(() => handle.drop()))
  }

  /** Tells the host of an error that no call can carry. */
  report(error: unknown): void {
    this.#onError(error)
  }

  /** Runs code whose errors go to nobody else. */
  guard(run: () => unknown): void {
    try {
      const outcome = run()
      if (outcome instanceof Promise) outcome.catch(this.#onError)
    } catch (error) {
      this.report(error)
    }
  }

  /** A handle lent to the call of a host function that is about to be made. */
  addBorrow(handle: GuestHandle): void {
    this.#borrows.push(handle)
  }

  /** The handles lent to the call that begins now. */
  takeBorrows(): readonly GuestHandle[] {
    if (this.#borrows.length === 0) return none
    const borrows = this.#borrows
    this.#borrows = []
    return borrows
  }
}

const none: readonly GuestHandle[] = []

function warn(error: unknown): void {
  console.warn('An error that no call of a component can carry:', error)
}
