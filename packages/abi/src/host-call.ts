import { CancelledError } from '@weft/core'
import type { Call, Caller, FuncInst } from './call.js'
import type { HostMapping } from './host-mapping.js'
import { Lift } from './lift.js'
import type { Store } from './store.js'
import { Task } from './task.js'
import { PendingTrap, toTrapError } from './trapping.js'
import type { CoreValue } from './types.js'
import { MAX_FLAT_PARAMS } from './values/flatten.js'
import { lower_flat_values } from './values/lift-lower-values.js'
import { isWrongValue } from './wrong-value.js'

/** A call that the host made. */
class HostCall implements Caller {
  readonly instance = undefined
  readonly mapping: HostMapping
  readonly arguments: readonly unknown[]
  readonly #store: Store
  state: 'pending' | 'returned' | 'failed' = 'pending'
  value: unknown = undefined
  call: Call | undefined = undefined
  #settle: { resolve(value: unknown): void; reject(error: unknown): void } | undefined
  #signal: AbortSignal | undefined

  constructor(store: Store, values: readonly unknown[], mapping: HostMapping) {
    this.#store = store
    this.arguments = values
    this.mapping = mapping
  }

  /** Settles when the callee returns, or when a trap ends it. */
  promise(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
  }

  pass_params(lift: Lift, task: Task): CoreValue[] | undefined {
    const context = lift.host_context(task, this.mapping)
    try {
      return lower_flat_values(context, MAX_FLAT_PARAMS, this.arguments, lift.param_types)
    } catch (error) {
      if (!isWrongValue(error)) throw error
      lift.abandon(task)
      this.fail(error)
      return undefined
    }
  }

  pass_result(lift: Lift, task: Task, flat: CoreValue[]): void {
    const [value] = lift.lift_result(lift.host_context(task, this.mapping), flat)
    this.#returned(value)
  }

  take_params(): unknown[] {
    return [...this.arguments]
  }

  give_result(value: unknown): void {
    this.#returned(value)
  }

  resolve_cancelled(): void {
    this.#store.calls.delete(this)
    this.fail(new CancelledError({ cause: this.#signal?.reason }))
  }

  /** Asks the callee to cancel when the signal fires. */
  watch(signal: AbortSignal): void {
    this.#signal = signal
    signal.addEventListener('abort', this)
  }

  /** The signal has fired. */
  handleEvent(): void {
    const store = this.#store
    const { call } = this
    const { current_thread } = store
    this.#unwatch()
    try {
      call!.request_cancellation(undefined)
    } catch (error) {
      store.fail(error, call instanceof Task ? call.implicit_thread : undefined)
    }
    store.current_thread = current_thread
    store.schedule()
  }

  #unwatch(): void {
    this.#signal?.removeEventListener('abort', this)
  }

  #returned(value: unknown): void {
    this.state = 'returned'
    this.value = value
    this.#settle?.resolve(value)
    this.#store.calls.delete(this)
    this.#unwatch()
  }

  fail(error: unknown): void {
    if (this.state !== 'pending') return
    this.state = 'failed'
    this.value = error
    this.#settle?.reject(error)
    this.#unwatch()
  }

  is_poisoned(): boolean {
    return this.call instanceof Task && !this.call.inst.may_enter_from(undefined)
  }

  /** Fails the call, and lets nobody enter the instances any more that it is in. */
  poison(error: unknown): void {
    if (this.call instanceof Task) this.call.inst.enter_from(undefined)
    this.fail(error)
  }
}

/**
 * Calls a component function from the host. Returns the result of a synchronous function, as a promise if it had to
 * switch stacks, and always a promise for an `async` one. Throws (or rejects with) a `TrapError` if a guest traps, and
 * `TypeError` or `RangeError` for arguments of another type. When `signal` fires the callee is asked to cancel: the promise
 * rejects with a `CancelledError` once it has, and resolves if it returns all the same. Specification: `Store.invoke`.
 */
export function invoke(
  store: Store,
  func: FuncInst,
  values: readonly unknown[],
  mapping: HostMapping,
  signal?: AbortSignal,
): unknown {
  const call = new HostCall(store, values, mapping)
  const inside = store.current_thread
  try {
    call.call = func.call(call)
  } catch (error) {
    // Under frames of a guest, the call above ends with this error, too.
    if (inside === undefined) store.fail_poisoned(error)
    const failure = failed_call(func, error)
    if (!func.ft.async && !(failure instanceof Promise)) throw failure
    return failure instanceof Promise ? failure : Promise.reject(failure)
  }
  if (call.state === 'returned') return func.ft.async ? Promise.resolve(call.value) : call.value
  if (call.state === 'failed') {
    if (func.ft.async) return Promise.reject(call.value)
    throw call.value
  }
  store.calls.add(call)
  if (signal !== undefined) call.watch(signal)
  store.schedule()
  return call.promise()
}

/** What to throw for an error that came out of a call; a promise that rejects where the reason comes later. */
function failed_call(func: FuncInst, thrown: unknown): unknown {
  const place = { inst: func instanceof Lift ? func.inst : undefined, export: func.name }
  const error = toTrapError(thrown, place)
  if (!(error instanceof PendingTrap)) return error
  return error.settled.then((real) => {
    throw toTrapError(real, place)
  })
}
