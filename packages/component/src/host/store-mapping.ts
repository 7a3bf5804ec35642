import type { HostMapping, ReadableFuture, ReadableStream, ResourceType, ValType } from '@weft/abi'
import { FutureReader, LazyFuture } from './future-reader.js'
import { GuestHandle } from './guest-handle.js'
import { createGuestClass, GuestResource } from './guest-resource.js'
import { HostFuture, isThenable } from './host-future.js'
import type { HostState } from './host-state.js'
import { HostStream } from './host-stream.js'
import type { ResourceClass } from './host-types.js'
import { StreamReader } from './stream-reader.js'
import { describe } from './wrong-value.js'

/** Handles, streams and futures of one store as JavaScript sees them. */
export class StoreMapping implements HostMapping {
  readonly state: HostState

  constructor(state: HostState) {
    this.state = state
  }

  resourceOf(resourceClass: ResourceClass, create: () => ResourceType): ResourceType {
    const { classes, resources } = this.state
    const known = resources.get(resourceClass)
    if (known) return known
    const rt = create()
    resources.set(resourceClass, rt)
    classes.set(rt, resourceClass)
    return rt
  }

  classOf(rt: ResourceType): ResourceClass {
    const { classes, constructors, forgotten, resources } = this.state
    const known = classes.get(rt)
    if (known) return known
    const generated = createGuestClass(rt, forgotten, () => constructors.get(rt))
    classes.set(rt, generated)
    resources.set(generated, rt)
    return generated
  }

  liftOwn(rt: ResourceType, rep: number): unknown {
    if (rt.impl) return this.#guestObject(rt, rep, true)
    const { objects } = this.state
    const value = objects.get(rep)
    objects.release(rep)
    return value
  }

  liftBorrow(rt: ResourceType, rep: number): unknown {
    return rt.impl ? this.#guestObject(rt, rep, false) : this.state.objects.get(rep)
  }

  #guestObject(rt: ResourceType, rep: number, own: boolean): unknown {
    const handle = new GuestHandle(rt, rep, own)
    if (!own) this.state.addBorrow(handle)
    return new (this.classOf(rt) as new (handle: GuestHandle) => object)(handle)
  }

  lowerOwn(rt: ResourceType, value: unknown): number {
    if (!rt.impl) return this.state.objects.add(this.hostObject(rt, value))
    const rep = this.guestHandle(rt, value).take()
    GuestResource.forget(value as GuestResource)
    return rep
  }

  /** Only parameters of a call have borrowed handles: see `CallMapping`. */
  lowerBorrow(rt: ResourceType, _value: unknown): number {
    throw new TypeError(`a borrowed ${rt.name} can be given to a call only`)
  }

  protected hostObject(rt: ResourceType, value: unknown): object {
    if (value instanceof this.classOf(rt)) return value
    throw new TypeError(`an instance of ${this.classOf(rt).name} was expected, got ${describe(value)}`)
  }

  protected guestHandle(rt: ResourceType, value: unknown): GuestHandle {
    const handle = GuestResource.handleOf(value)
    if (handle?.rt === rt) return handle
    throw new TypeError(
      `an instance of the component's ${this.classOf(rt).name} was expected, got ${describe(value)}`,
    )
  }

  liftStream(stream: ReadableStream, element: ValType | undefined): unknown {
    return new StreamReader(this.state, stream, element)
  }

  lowerStream(value: unknown, element: ValType | undefined): ReadableStream {
    if (!(value instanceof StreamReader)) return new HostStream(this.state, value, element)
    const released = value.release(element, this.state.store)
    if (!(released instanceof StreamReader)) return released
    // Stores run their guests on their own: between them JavaScript carries what moves.
    const source = released.takeSource()
    return source === undefined
      ? new HostStream(this.state, released, element)
      : this.lowerStream(source, element)
  }

  liftFuture(future: ReadableFuture, element: ValType | undefined): unknown {
    return new LazyFuture(this.state, future, element)
  }

  /** A value that a promise is about to resolve to: a future must have no `then`, which the promise would call. */
  held(value: unknown, t: ValType | undefined): unknown {
    if (t?.kind !== 'future') return value
    return new FutureReader(this.state, this.lowerFuture(value, t.element), t.element)
  }

  lowerFuture(value: unknown, element: ValType | undefined): ReadableFuture {
    if (value instanceof FutureReader) {
      const released = value.release(element, this.state.store)
      return released instanceof FutureReader ? new HostFuture(this.state, released, element) : released
    }
    if (value instanceof HostFuture) return value
    if (isThenable(value)) return new HostFuture(this.state, value, element)
    throw new TypeError(`a future (a promise or thenable) was expected, got ${describe(value)}`)
  }
}
