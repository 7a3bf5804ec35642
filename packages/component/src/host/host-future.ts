import {
  type ComponentInstance,
  type CopyListener,
  CopyResult,
  isWrongValue,
  type ReadableFuture,
  uncatchable,
  type ValType,
  type WritableBuffer,
} from '@weft/abi'
import { TrapError, WeftError } from '@weft/core'
import { type Discardable, discard } from './discard.js'
import { failReader } from './fail-reader.js'
import { FutureReader } from './future-reader.js'
import type { HostState } from './host-state.js'
import { toOutcome } from './results.js'

/** Futures of `preview3-shim` hold a port, and want to know that nobody reads them. */
type FutureSource = (PromiseLike<unknown> | FutureReader) & Discardable

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const thenable = typeof value === 'object' && value !== null && 'then' in value
  return thenable && typeof value.then === 'function'
}

/**
 * A future that the host writes, from any thenable; asked for its value when a guest reads. A rejection is err if the
 * type is a result, else a trap of the guest that reads, with the reason as its cause. Specification: Future State.
 */
export class HostFuture implements ReadableFuture {
  readonly t: ValType | undefined
  readonly #state: HostState
  readonly #source: FutureSource
  #asked = false
  #settled: 'no' | 'value' | 'failed' = 'no'
  #value: unknown = undefined
  #instance: ComponentInstance | undefined = undefined
  #target: WritableBuffer | undefined = undefined
  #listener: CopyListener | undefined = undefined

  constructor(state: HostState, source: PromiseLike<unknown> | FutureReader, element: ValType | undefined) {
    this.t = element
    this.#state = state
    this.#source = source
    // A rejection that comes before a guest reads, if one ever does, is not unhandled.
    if (source instanceof Promise) source.catch(() => undefined)
  }

  read(inst: ComponentInstance | undefined, dst: WritableBuffer, listener: CopyListener): void {
    this.#instance = inst
    this.#target = dst
    this.#listener = listener
    if (this.#settled !== 'no') this.#deliver()
    else this.#await()
  }

  #await(): void {
    this.#state.store.host_began()
    if (this.#asked) return
    this.#asked = true
    if (this.#source instanceof FutureReader) this.#readFrom(this.#source)
    else this.#source.then(this.#resolved, this.#rejected)
  }

  /** A future of another store, whose value is as the ABI has it. */
  #readFrom(reader: FutureReader): void {
    reader.read().then((value) => this.#settle('value', value), this.#rejected)
  }

  cancel(): void {
    if (!this.#listener) return
    this.#take().onCopyDone(CopyResult.CANCELLED)
    this.#state.store.host_ended()
  }

  drop(): void {
    const source = this.#source
    if (this.#settled === 'no') this.#state.guard(() => discard(source))
    this.#settled = 'failed'
  }

  readonly #resolved = (value: unknown): void => {
    if (value instanceof FutureReader && this.t?.kind !== 'future') this.#readFrom(value)
    else this.#settle('value', this.t?.kind === 'result' ? toOutcome(this.t, value) : value)
  }

  readonly #rejected = (reason: unknown): void => {
    const hasPayload = typeof reason === 'object' && reason !== null && 'payload' in reason
    // What this library throws for a future that is gone, or whose writer trapped, is no value of err.
    const isFailure = this.t?.kind !== 'result' || (WeftError.isInstance(reason) && !hasPayload)
    if (isFailure) this.#settle('failed', reason)
    else this.#settle('value', { tag: 'err', val: hasPayload ? reason.payload : reason })
  }

  /** Thenables may settle twice; the first time counts. */
  #settle(how: 'value' | 'failed', value: unknown): void {
    if (this.#settled !== 'no') return
    this.#settled = how
    this.#value = value
    const listener = this.#listener
    if (!listener) return
    const inst = this.#instance
    try {
      this.#deliver()
    } catch (error) {
      failReader(this.#state.store, inst, listener, error)
    }
    this.#state.store.host_ended()
  }

  #deliver(): void {
    const target = this.#target!
    const listener = this.#take()
    if (this.#settled === 'failed') throw failure('was rejected', this.#value)
    try {
      target.writeValues([this.#value], 0, 1, this.#state.mapping)
    } catch (error) {
      if (!isWrongValue(error)) throw error
      throw failure('has a value of another type', error)
    }
    listener.onCopyDone(CopyResult.COMPLETED)
  }

  #take(): CopyListener {
    const listener = this.#listener!
    this.#instance = undefined
    this.#target = undefined
    this.#listener = undefined
    return listener
  }
}

function failure(what: string, cause: unknown): Error {
  return uncatchable(new TrapError(`a future of the host ${what}`, { builtin: 'future.read', cause }))
}
