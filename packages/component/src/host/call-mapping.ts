import type { ReadableFuture, ResourceType, ValType } from '@weft/abi'
import { FutureReader } from './future-reader.js'
import { GuestResource } from './guest-resource.js'
import type { HostState } from './host-state.js'
import { StoreMapping } from './store-mapping.js'

/** The mapping of one call of a component function: lends what the parameters borrow until the call has ended. */
export class CallMapping extends StoreMapping {
  readonly #keepFutures: boolean
  #lent: unknown[] = []
  #reps: number[] = []

  /** `keepFutures`: a future in the result gets no `then`, which the promise of the call would call at once. */
  constructor(state: HostState, keepFutures: boolean) {
    super(state)
    this.#keepFutures = keepFutures
  }

  override lowerBorrow(rt: ResourceType, value: unknown): number {
    if (rt.impl) {
      const rep = this.guestHandle(rt, value).lend()
      this.#lent.push(value)
      return rep
    }
    const rep = this.state.objects.add(this.hostObject(rt, value))
    this.#reps.push(rep)
    return rep
  }

  override liftFuture(future: ReadableFuture, element: ValType | undefined): unknown {
    return this.#keepFutures
      ? new FutureReader(this.state, future, element)
      : super.liftFuture(future, element)
  }

  /** The call is over. */
  end(): void {
    for (const value of this.#lent) GuestResource.handleOf(value)!.unlend()
    for (const rep of this.#reps) this.state.objects.release(rep)
    this.#lent = []
    this.#reps = []
  }
}
