import { TrapError } from '@weft/core'
import type { Call, Caller, FuncInst } from './call.js'
import type { HostMapping } from './host-mapping.js'
import type { Store } from './store.js'
import type { Thread } from './thread.js'
import { trap } from './trap.js'
import type { FuncType } from './types.js'
import { uncatchable } from './uncatchable.js'
import { isWrongValue } from './wrong-value.js'

/**
 * The name of a method that a promise of a host function may have: asks the host to stop the call, because the guest that
 * made it cancels it. If it returns true the call has ended as cancelled, and nothing more is waited for. Else the
 * guest hears when the promise settles: of its value, or, if it is rejected, that the call was cancelled. Calls whose
 * promises have no such method are cancelled at once, and their outcome is dropped.
 */
export const cancelCall: unique symbol = Symbol.for('weft.cancelCall')

/** What a host function may return for an outcome that comes later. */
export interface CancellablePromise extends PromiseLike<unknown> {
  readonly [cancelCall]?: (() => unknown) | undefined
}

export interface HostFunctionDefinition {
  readonly store: Store
  readonly ft: FuncType
  readonly name: string
  /** Gets and returns values as the mapping has them; perhaps a promise for functions of an async type. */
  readonly call: (...values: unknown[]) => unknown
  /** Makes the mapping's value of what a promise resolved to. */
  readonly settled?: (value: unknown) => unknown
  /** The same for what it was rejected with; throws if that is a failure of the host. */
  readonly failed?: (error: unknown) => unknown
  readonly mapping: HostMapping
  /** Whether a function of a synchronous type may return a promise: its callers are suspended then. */
  readonly may_block?: boolean
}

/** Makes a JavaScript function a component function, to be given to `createLower`. */
export function createHostFunction(definition: HostFunctionDefinition): FuncInst {
  const { ft, name, mapping, may_block = false } = definition
  return {
    ft,
    name,
    may_block,
    starts_soon: () => false,
    call(caller) {
      const outcome = call_host(definition, definition.call, caller.take_params(mapping))
      if (isThenable(outcome)) {
        if (ft.async || may_block) return new HostTask(definition, caller, outcome)
        refuse_promise(name, outcome)
      }
      give_result(definition, caller, outcome)
      return ended
    },
  }
}

/** A call of the host that has returned. */
const ended: Call = { request_cancellation: () => undefined }

/** Nobody will look at the promise any more, and a rejection that nobody handles would end the process. */
function refuse_promise(name: string, promise: PromiseLike<unknown>): never {
  promise.then(undefined, () => undefined)
  const hint = 'it returned a promise, but is neither async nor named in asyncImports'
  return trap('cannot block a synchronous task before returning', name, hint)
}

/** Calls the host, which may call back into its store; what it throws ends the guest. */
function call_host(
  { store, name }: HostFunctionDefinition,
  call: (...values: unknown[]) => unknown,
  values: unknown[],
): unknown {
  const { current_thread } = store
  try {
    return call(...values)
  } catch (error) {
    throw uncatchable(hostFailure(name, error))
  } finally {
    store.current_thread = current_thread
  }
}

function hostFailure(name: string, cause: unknown): TrapError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new TrapError(`the host function ${name} failed: ${message}`, { builtin: name, cause })
}

/** A value of another type is a failure of the host; anything else that is thrown is the guest's. */
function give_result({ name, mapping }: HostFunctionDefinition, caller: Caller, value: unknown): void {
  try {
    caller.give_result(value, mapping)
  } catch (error) {
    if (isWrongValue(error)) throw uncatchable(hostFailure(name, error))
    throw error
  }
}

/** A call of the host whose outcome comes later. */
class HostTask implements Call {
  readonly #definition: HostFunctionDefinition
  readonly #promise: CancellablePromise
  readonly #thread: Thread | undefined
  /** Undefined once it was told the outcome. */
  #caller: Caller | undefined
  #cancelling = false

  constructor(definition: HostFunctionDefinition, caller: Caller, promise: CancellablePromise) {
    this.#definition = definition
    this.#caller = caller
    this.#promise = promise
    this.#thread = definition.store.current_thread
    definition.store.host_began()
    // Thenables may settle at once, or twice.
    const settling = promise instanceof Promise ? promise : Promise.resolve(promise)
    settling.then(this.#returned, this.#failed)
  }

  request_cancellation(): undefined {
    const promise = this.#promise
    const cancel = promise[cancelCall]
    this.#cancelling = true
    if (cancel === undefined || call_host(this.#definition, () => cancel.call(promise), []) === true)
      this.#end((caller) => caller.resolve_cancelled())
  }

  readonly #returned = (value: unknown): void => {
    const definition = this.#definition
    const { settled } = definition
    this.#end((caller) => give_result(definition, caller, settled === undefined ? value : settled(value)))
  }

  readonly #failed = (error: unknown): void => {
    this.#end((caller) => this.#give_failure(caller, error))
  }

  #give_failure(caller: Caller, error: unknown): void {
    const definition = this.#definition
    let value: unknown
    try {
      if (definition.failed === undefined) throw error
      value = definition.failed(error)
    } catch (failure) {
      if (!this.#cancelling) throw hostFailure(definition.name, failure)
      caller.resolve_cancelled()
      return
    }
    give_result(definition, caller, value)
  }

  #end(tell: (caller: Caller) => void): void {
    const caller = this.#caller
    if (caller === undefined) return
    this.#caller = undefined
    const { store } = this.#definition
    try {
      tell(caller)
    } catch (error) {
      store.fail(error, this.#thread)
    }
    store.host_ended()
  }
}

function isThenable(value: unknown): value is CancellablePromise {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
