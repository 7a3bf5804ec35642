import {
  type CopyListener,
  CopyResult,
  type ReadableFuture,
  toTrapError,
  type ValType,
  WritableValuesHostImpl,
} from '@weft/abi'
import { ResourceError } from './errors.js'
import type { HostState } from './host-state.js'

/** The host's end of a future: reads at most once. Specification: Future State. */
export class FuturePort implements CopyListener {
  readonly #state: HostState
  readonly #element: ValType | undefined
  /** Made for the read: most futures are given away. */
  #buffer: WritableValuesHostImpl | undefined = undefined
  /** Undefined: it was read, closed or given away, or its writer has trapped. */
  #shared: ReadableFuture | undefined
  #reading: PromiseWithResolvers<unknown> | undefined = undefined
  #error: unknown = undefined

  constructor(state: HostState, shared: ReadableFuture, element: ValType | undefined) {
    this.#state = state
    this.#shared = shared
    this.#element = element
    // Whoever holds a readable end may read at any time: its writer is not deadlocked.
    state.store.host_began()
    state.store.calls.add(this)
  }

  read(): Promise<unknown> {
    if (!this.#shared) return Promise.reject(this.#whyNot())
    this.#reading = Promise.withResolvers()
    const { promise } = this.#reading
    this.#buffer = new WritableValuesHostImpl(this.#element, 1, this.#state.mapping)
    try {
      this.#shared.read(undefined, this.#buffer, this)
    } catch (error) {
      this.fail(toTrapError(error, {}))
    }
    return promise
  }

  onCopy(): never {
    throw new TypeError('a future is copied at once')
  }

  onCopyDone(result: CopyResult): void {
    const { values, t } = this.#buffer!
    if (result === CopyResult.COMPLETED) this.#reading?.resolve(this.#state.mapping.held(values[0], t))
    else this.#reading?.reject(this.#whyNot())
    this.#end()?.drop()
  }

  /** A trap ended the writer: the read that is under way rejects, or the one to come. */
  fail(error: unknown): void {
    this.#error = error
    this.#reading?.reject(error)
    this.#end()
  }

  poison(error: unknown): void {
    this.fail(error)
  }

  /** An error made for every future would be a tenth of what a response costs that is passed on. */
  #whyNot(): unknown {
    return this.#error ?? new ResourceError('the future was closed or given away')
  }

  close(): void {
    const shared = this.#shared
    if (this.#reading) shared?.cancel()
    this.#end()
    shared?.drop()
  }

  /** Nobody can start a read any more, but somebody may wait for one. */
  drop(): void {
    if (!this.#reading) this.close()
  }

  /** Gives the future away. */
  release(): ReadableFuture {
    const shared = this.#reading ? undefined : this.#end()
    if (!shared) throw new ResourceError('a future that was read, closed or given away cannot be given away')
    return shared
  }

  #end(): ReadableFuture | undefined {
    const shared = this.#shared
    this.#reading = undefined
    this.#shared = undefined
    if (!shared) return undefined
    this.#state.store.calls.delete(this)
    this.#state.store.host_ended()
    return shared
  }
}
