import { TrapError } from '@weft/core'
import type { Call, Caller, FuncInst } from './call.js'
import type { HostMapping } from './host-mapping.js'
import type { Store } from './store.js'
import { trap } from './trap.js'
import type { FuncType } from './types.js'
import { uncatchable } from './uncatchable.js'
import { isWrongValue } from './wrong-value.js'

export interface HostFunctionDefinition {
  readonly store: Store
  readonly ft: FuncType
  readonly name: string
  /** Gets and returns values as the mapping has them; a promise for functions of an async type. */
  readonly call: (...values: unknown[]) => unknown
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
      const outcome = call_host(definition, caller.take_params(mapping))
      if (!isThenable(outcome)) give_result(definition, caller, outcome)
      else if (ft.async || may_block) wait_for(definition, caller, outcome)
      else refuse_promise(name, outcome)
      return uncancellable
    },
  }
}

/** Nobody will look at the promise any more, and a rejection that nobody handles would end the process. */
function refuse_promise(name: string, promise: PromiseLike<unknown>): never {
  promise.then(undefined, () => undefined)
  const hint = 'it returned a promise, but is neither async nor named in asyncImports'
  return trap('cannot block a synchronous task before returning', name, hint)
}

/** The host cannot be told to hurry: a cancelled call of it ends when it ends. */
const uncancellable: Call = { request_cancellation: () => undefined }

/** Calls the host, which may call back into its store; what it throws ends the guest. */
function call_host({ store, name, call }: HostFunctionDefinition, values: unknown[]): unknown {
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

function wait_for(definition: HostFunctionDefinition, caller: Caller, promise: PromiseLike<unknown>): void {
  const { store, name } = definition
  const thread = store.current_thread
  store.host_began()
  promise.then(
    (value) => {
      try {
        give_result(definition, caller, value)
      } catch (error) {
        store.fail(error, thread)
      }
      store.host_ended()
    },
    (error: unknown) => {
      store.fail(hostFailure(name, error), thread)
      store.host_ended()
    },
  )
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
