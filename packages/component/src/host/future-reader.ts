import { type ReadableFuture, type Store, sameType, type ValType } from '@weft/abi'
import type { ForgettableEntry } from './forgotten-handles.js'
import { FuturePort } from './future-port.js'
import type { HostState } from './host-state.js'

/**
 * A component's future where a promise would take its `then` for its own: the value of another future, or of an
 * asynchronous call. `read` it.
 */
export class FutureReader<Value = unknown> implements Disposable {
  readonly #state: HostState
  readonly #entry: ForgettableEntry
  readonly #port: FuturePort
  readonly #element: ValType | undefined
  #value: Promise<unknown> | undefined = undefined

  constructor(state: HostState, shared: ReadableFuture, element: ValType | undefined) {
    this.#state = state
    this.#element = element
    this.#port = new FuturePort(state, shared, element)
    this.#entry = state.forgotten.register(this, this.#port)
  }

  /**
   * The value, read from the component the first time it is asked for. Rejects with a `TrapError` if the writer
   * traps, with a `ResourceError` if the future was closed or given away.
   */
  read(): Promise<Value> {
    this.#value ??= this.#port.read()
    return this.#value as Promise<Value>
  }

  /** Tells the writer that nobody wants the value. */
  close(): void {
    this.#port.close()
    this.#state.forgotten.unregister(this.#entry)
  }

  async cancel(_reason?: unknown): Promise<void> {
    this.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** The future itself, to be given to a component; for one of another store a new reader of it. */
  release(element: ValType | undefined, store: Store): ReadableFuture | FutureReader {
    if (!sameType(element, this.#element)) throw new TypeError('the future has a value of another type')
    const shared = this.#port.release()
    this.#state.forgotten.unregister(this.#entry)
    return store === this.#state.store ? shared : new FutureReader(this.#state, shared, element)
  }
}

/** A component's future as JavaScript sees it: nothing is read before the first `then` (or `await`, or `read`). */
export class LazyFuture<Value = unknown> extends FutureReader<Value> implements PromiseLike<Value> {
  // biome-ignore lint/suspicious/noThenProperty: it is a thenable
  then<Result1 = Value, Result2 = never>(
    onfulfilled?: ((value: Value) => Result1 | PromiseLike<Result1>) | null,
    onrejected?: ((reason: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    return this.read().then(onfulfilled, onrejected)
  }
}
