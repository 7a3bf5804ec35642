import { Store, type StoreOptions } from '@weft/abi'
import { type Description, describe } from './describe/describe.js'
import type { ExternDescription } from './describe/descriptions.js'
import { disposeInstances } from './dispose.js'
import type { HostOptions } from './host/host-types.js'
import { mappingOf } from './host-mappings.js'
import { createInstance, type Instance } from './instance.js'
import type { ComponentItem } from './link/component-item.js'
import { rememberItem } from './link/items-behind.js'
import type { LinkLimits } from './link/limits.js'
import { LiveMachine } from './link/live-machine.js'
import { provideFromJs } from './link/provide-from-js.js'
import { withoutVersion } from './link/versions.js'

/**
 * Imports by the component's names: functions, objects of functions and classes for interfaces, `WebAssembly.Module`s,
 * and what components export.
 */
export type Imports = Readonly<Record<string, unknown>>

export interface InstantiateOptions extends StoreOptions, HostOptions {
  /**
   * Where the instance lives. What instances of one store export can be imported by others of it without passing
   * through JavaScript values. Default: a new store, made with the other options.
   */
  readonly store?: Store | undefined
  /**
   * Imports of a synchronous type that may return promises, such as `wasi:io/poll#[method]pollable.block`; versions
   * do not count. Guests that call them are suspended, which takes an engine that can do that.
   */
  readonly asyncImports?: readonly string[] | undefined
  /** What the instance is called in error messages. Default: `root`. */
  readonly name?: string | undefined
}

/**
 * A component that is ready to be instantiated, any number of times. Made by `compile` and `link`. What it defines is
 * looked at when it is described or instantiated: unless it was validated, both may fail with `ValidationError`.
 */
export interface Component {
  /** What has to be given to `instantiate`, as plain data. */
  readonly imports: readonly ExternDescription[]
  /** What instances have in their `exports`, as plain data. */
  readonly exports: readonly ExternDescription[]
  /**
   * Makes an instance. A name with a version is satisfied by the same name with a compatible version (`0.3.0` and
   * `0.3.2`, not `0.2.0` and `0.3.0`) or without one. Rejects with `LinkError` for an import that is missing or of
   * another type, `ValidationError` if it breaks a rule, `TrapError` if a start function traps, `LimitError` if it becomes too large.
   */
  instantiate(imports?: Imports, options?: InstantiateOptions): Promise<Instance>
}

/** A component with its face to JavaScript. */
export function createComponent(item: ComponentItem, limits: LinkLimits): Component {
  return new InspectedComponent(item, limits)
}

class InspectedComponent implements Component {
  readonly #item: ComponentItem
  readonly #limits: LinkLimits
  #description: Description | undefined

  constructor(item: ComponentItem, limits: LinkLimits) {
    this.#item = item
    this.#limits = limits
    rememberItem(this, { sort: 'component', value: item })
  }

  get imports(): readonly ExternDescription[] {
    return this.#describe().imports
  }

  get exports(): readonly ExternDescription[] {
    return this.#describe().exports
  }

  #describe(): Description {
    this.#description ??= describe(this.#item, this.#limits)
    return this.#description
  }

  async instantiate(imports: Imports = {}, options: InstantiateOptions = {}): Promise<Instance> {
    if (typeof imports !== 'object' || imports === null) throw new TypeError('imports must be an object')
    const store = options.store ?? new Store(options)
    const mapping = mappingOf(store, options)
    const machine = new LiveMachine(store, this.#limits)
    const provide = provideFromJs(imports, {
      store,
      mapping,
      machine: machine.types,
      asyncImports: new Set(options.asyncImports?.map(withoutVersion)),
    })
    const { instances } = machine
    const componentOf = (item: ComponentItem) => createComponent(item, this.#limits)
    try {
      const item = this.#item.instantiate(machine, provide, undefined, options.name ?? 'root')
      return createInstance({ item, instances, store, mapping, componentOf })
    } catch (error) {
      disposeInstances(store, instances, mapping)
      throw error
    }
  }
}
