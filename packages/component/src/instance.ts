import type { ComponentInstance, FuncInst, FuncType, Store } from '@weft/abi'
import { CancelledError } from '@weft/core'
import { disposeInstances } from './dispose.js'
import { type ExportContext, exportsOf } from './exports-of.js'
import { type CallFunction, callOf } from './host/export-function.js'
import type { InstanceItem } from './link/elements.js'
import { rememberItem } from './link/items-behind.js'
import { whenFinished } from './when-finished.js'

export interface InstanceParts extends ExportContext {
  readonly item: InstanceItem
  /** The component instances that it consists of. */
  readonly instances: readonly ComponentInstance[]
}

export interface InvokeOptions {
  /**
   * Asks the call to cancel when it fires, as a guest would that calls `subtask.cancel`. The promise rejects with a
   * `CancelledError` once the component has ended the call; one that goes on and returns all the same is listened to.
   */
  readonly signal?: AbortSignal | undefined
}

/** An instance of a component. Made by `Component.instantiate`. */
export interface Instance extends Disposable {
  /**
   * By name: functions and instances of plain names in camel case, classes of resources in Pascal case, interfaces
   * under their full names, such as `wasi:http/handler@0.3.0`. Functions of asynchronous types return promises.
   */
  readonly exports: Readonly<Record<string, unknown>>
  readonly store: Store
  /**
   * Calls an exported function by its name in the component; `interface#function` for those of an instance. Rejects
   * with `RangeError` if there is none, with `TrapError` if the component traps, with `ComponentError` for the err of
   * a result, with `CancelledError` if it was cancelled.
   */
  invoke(name: string, args?: readonly unknown[], options?: InvokeOptions): Promise<unknown>
  /** The type of an exported function. Throws `RangeError` if there is none. */
  functionType(name: string): FuncType
  /** How many tasks and threads of it have begun and not ended: also those that go on after they have returned. */
  readonly runningTasks: number
  /**
   * Resolves once no task of it runs any more, for they may go on after they have returned, or once it was disposed of.
   * Rejects with `TrapError` if one traps, or if nothing can end what they wait for.
   */
  finished(): Promise<void>
  /** Whether it can be called. Not after a trap, nor after it was disposed of; nor while it is at work. */
  readonly canBeEntered: boolean
  /** Ends the instance: what it has of the host and of others is dropped, pending calls reject, later ones trap. */
  [Symbol.dispose](): void
}

export function createInstance(parts: InstanceParts): Instance {
  return new ExportingInstance(parts)
}

class ExportingInstance implements Instance {
  readonly exports: Readonly<Record<string, unknown>>
  readonly store: Store
  readonly #parts: InstanceParts
  readonly #calls = new Map<FuncInst, CallFunction>()
  #isDisposed = false

  constructor(parts: InstanceParts) {
    this.#parts = parts
    this.store = parts.store
    this.exports = exportsOf(parts.item, parts)
    rememberItem(this, { sort: 'instance', value: parts.item }, parts.store)
  }

  async invoke(
    name: string,
    args: readonly unknown[] = [],
    { signal }: InvokeOptions = {},
  ): Promise<unknown> {
    if (signal?.aborted) throw new CancelledError({ cause: signal.reason })
    const func = this.#function(name)
    let call = this.#calls.get(func)
    if (call === undefined) {
      call = callOf(this.#parts.mapping, func)
      this.#calls.set(func, call)
    }
    return call(args, signal)
  }

  functionType(name: string): FuncType {
    return this.#function(name).ft
  }

  get runningTasks(): number {
    return this.#parts.instances.reduce((sum, { threads }) => sum + threads.size, 0)
  }

  finished(): Promise<void> {
    const isFinished = () => this.#isDisposed || this.runningTasks === 0
    return whenFinished(this.store, this.#parts.instances, isFinished)
  }

  get canBeEntered(): boolean {
    return this.#parts.instances.every(({ may_enter }) => may_enter)
  }

  #function(name: string): FuncInst {
    let { exports } = this.#parts.item
    const parts = name.split('#')
    const last = parts.pop()!
    for (const part of parts) {
      const item = exports.get(part)
      exports = item?.sort === 'instance' ? item.value.exports : new Map()
    }
    const item = exports.get(last)
    if (item?.sort !== 'func') throw new RangeError(`there is no exported function ${name}`)
    return item.value
  }

  [Symbol.dispose](): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    disposeInstances(this.store, this.#parts.instances, this.#parts.mapping)
  }
}
