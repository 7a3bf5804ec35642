import {
  type CopyListener,
  CopyResult,
  type ReadableFuture,
  sameType,
  toTrapError,
  type ValType,
  WritableValuesHostImpl,
} from '@weft/abi'
import { ResourceError } from './errors.js'
import type { HostState } from './host-state.js'

/**
 * The host's end of a future; reads at most once. Specification: Future State.
 */
class FuturePort implements CopyListener {
  readonly #state: HostState
  #shared: ReadableFuture | undefined
  readonly #buffer: WritableValuesHostImpl
  #settle: PromiseWithResolvers<unknown> | undefined = undefined

  constructor(state: HostState, shared: ReadableFuture, element: ValType | undefined) {
    this.#state = state
    this.#shared = shared
    this.#buffer = new WritableValuesHostImpl(element, 1, state.mapping)
    // Whoever holds a readable end may read at any time: its writer is not deadlocked.
    state.store.host_began()
  }

  read(): Promise<unknown> {
    const { store } = this.#state
    this.#settle = Promise.withResolvers()
    const { promise } = this.#settle
    const shared = this.#shared
    if (!shared) this.fail(new ResourceError('the future was closed or given away'))
    else {
      store.calls.add(this)
      try {
        shared.read(undefined, this.#buffer, this)
      } catch (error) {
        this.fail(toTrapError(error, {}))
      }
    }
    return promise
  }

  onCopy(): never {
    throw new TypeError('a future is copied at once')
  }

  onCopyDone(result: CopyResult): void {
    const settle = this.#settle
    const copied = result === CopyResult.COMPLETED
    if (!copied) this.fail(new ResourceError('the future was closed before it had a value'))
    this.#end(copied)
    settle?.resolve(this.#buffer.values[0])
  }

  /** A trap ended the writer. */
  fail(error: unknown): void {
    const settle = this.#settle
    this.#end(false)
    settle?.reject(error)
  }

  poison(error: unknown): void {
    this.fail(error)
  }

  close(): void {
    const shared = this.#shared
    if (this.#settle) shared?.cancel()
    shared?.drop()
    this.#end(false)
  }

  /** Nobody can read any more, but somebody may wait for a read that is under way. */
  drop(): void {
    if (!this.#settle) this.close()
  }

  release(): ReadableFuture {
    const shared = this.#shared
    if (!shared || this.#settle)
      throw new ResourceError('a future that was read, closed or given away cannot be given away')
    this.#end(false)
    return shared
  }

  #end(drop: boolean): void {
    const shared = this.#shared
    this.#settle = undefined
    if (!shared) return
    this.#shared = undefined
    this.#state.store.calls.delete(this)
    if (drop) shared.drop()
    this.#state.store.host_ended()
  }
}

/**
 * A component's future where a promise would take its `then` for its own: the value of another future, or of an
 * asynchronous call. `read` it.
 */
export class FutureReader<Value = unknown> implements Disposable {
  readonly #state: HostState
  readonly #port: FuturePort
  readonly #element: ValType | undefined
  #value: Promise<unknown> | undefined = undefined

  constructor(state: HostState, shared: ReadableFuture, element: ValType | undefined) {
    this.#state = state
    this.#element = element
    this.#port = new FuturePort(state, shared, element)
    state.forgotten.register(this, this.#port, this)
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
    this.#state.forgotten.unregister(this)
  }

  async cancel(_reason?: unknown): Promise<void> {
    this.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** The future itself, to be given to a component. */
  release(element: ValType | undefined): ReadableFuture {
    if (!sameType(element, this.#element)) throw new TypeError('the future has a value of another type')
    const shared = this.#port.release()
    this.#state.forgotten.unregister(this)
    return shared
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
