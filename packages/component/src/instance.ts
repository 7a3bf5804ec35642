import type { ComponentInstance, FuncInst, FuncType, Store } from '@weft/abi'
import { disposeInstances } from './dispose.js'
import { type ExportContext, exportsOf } from './exports-of.js'
import { exportFunction } from './host/export-function.js'
import type { HostCallable } from './host/host-types.js'
import type { InstanceItem } from './link/elements.js'
import { rememberItem } from './link/items-behind.js'

export interface InstanceParts extends ExportContext {
  readonly item: InstanceItem
  /** The component instances that it consists of. */
  readonly instances: readonly ComponentInstance[]
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
   * a result.
   */
  invoke(name: string, args?: readonly unknown[]): Promise<unknown>
  /** The type of an exported function. Throws `RangeError` if there is none. */
  functionType(name: string): FuncType
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
  readonly #calls = new Map<FuncInst, HostCallable>()
  #isDisposed = false

  constructor(parts: InstanceParts) {
    this.#parts = parts
    this.store = parts.store
    this.exports = exportsOf(parts.item, parts)
    rememberItem(this, { sort: 'instance', value: parts.item }, parts.store)
  }

  async invoke(name: string, args: readonly unknown[] = []): Promise<unknown> {
    const func = this.#function(name)
    let call = this.#calls.get(func)
    if (call === undefined) {
      call = exportFunction(this.#parts.mapping, func)
      this.#calls.set(func, call)
    }
    return call(...args)
  }

  functionType(name: string): FuncType {
    return this.#function(name).ft
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
