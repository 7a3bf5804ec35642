import type { Call, Caller, FuncInst } from './call.js'
import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
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
  state: 'pending' | 'returned' | 'failed' = 'pending'
  value: unknown = undefined
  call: Call | undefined = undefined
  #settle: { resolve(value: unknown): void; reject(error: unknown): void } | undefined

  constructor(values: readonly unknown[], mapping: HostMapping) {
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
    this.#returned(value, lift.inst)
  }

  take_params(): unknown[] {
    return [...this.arguments]
  }

  give_result(value: unknown): void {
    this.#returned(value, undefined)
  }

  resolve_cancelled(): void {
    this.fail(new DOMException('the call was cancelled', 'AbortError'))
  }

  #returned(value: unknown, inst: ComponentInstance | undefined): void {
    this.state = 'returned'
    this.value = value
    this.#settle?.resolve(value)
    inst?.store.calls.delete(this)
  }

  fail(error: unknown): void {
    if (this.state !== 'pending') return
    this.state = 'failed'
    this.value = error
    this.#settle?.reject(error)
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
 * `TypeError` or `RangeError` for arguments of another type. Specification: `Store.invoke`.
 */
export function invoke(
  store: Store,
  func: FuncInst,
  values: readonly unknown[],
  mapping: HostMapping,
): unknown {
  const call = new HostCall(values, mapping)
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
  store.schedule()
  return call.promise()
}

/** What to throw for an error that came out of a call; a promise that rejects where the reason comes later. */
function failed_call(func: FuncInst, thrown: unknown): unknown {
  const context =
    func instanceof Lift ? { componentPath: func.inst.path, export: func.name } : { export: func.name }
  const error = toTrapError(thrown, context)
  if (!(error instanceof PendingTrap)) return error
  return error.settled.then((real) => {
    throw toTrapError(real, context)
  })
}
