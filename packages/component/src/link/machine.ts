import type { ComponentInstance, ResourceType } from '@weft/abi'
import { LimitError } from '@weft/core'
import type { Canon, ResourceTypeDefinition, Sort } from '@weft/wasm-binary'
import type { CoreModule } from './core-module.js'
import type { CoreExports, Item, Wanted } from './elements.js'
import type { LinkLimits } from './limits.js'
import type { Scope } from './scope.js'

/** Imports of a core module, by their two names. */
export type CoreImports = Readonly<Record<string, CoreExports>>

/**
 * What definitions do when they are carried out: `LiveMachine` makes what runs, `StaticMachine` only types. One
 * machine serves one instantiation and ends it with a `LimitError` when that becomes too large.
 */
export abstract class Machine {
  /** The machine to look at types with. */
  abstract readonly types: Machine
  readonly #limits: LinkLimits
  #definitions = 0
  #instances = 0
  #depth = 0

  constructor(limits: LinkLimits) {
    this.#limits = limits
  }

  /** Called for every definition and declaration. */
  count(): void {
    if (++this.#definitions > this.#limits.maximumDefinitions)
      throw new LimitError(`an instantiation has its limit of ${this.#limits.maximumDefinitions} definitions`)
  }

  /** Called for every core instance, and by `nested` for every component instance. */
  countInstance(): void {
    if (++this.#instances > this.#limits.maximumInstances)
      throw new LimitError(`an instantiation has its limit of ${this.#limits.maximumInstances} instances`)
  }

  /** Runs the definitions of a component instance. */
  nested<Result>(run: () => Result): Result {
    this.countInstance()
    if (++this.#depth > this.#limits.maximumDepth)
      throw new LimitError(`component instances have their limit of ${this.#limits.maximumDepth} levels`)
    const result = run()
    this.#depth--
    return result
  }

  coreExport(scope: Scope, exports: CoreExports, sort: Sort, name: string): unknown {
    const found = exports[name]
    const given = this.sortOf(found)
    if (given === undefined) scope.fail(`core instance has no export named \`${name}\``)
    if (given !== sort)
      scope.fail(`export \`${name}\` for core instance is not a ${sort.replace('core ', '')}`)
    return found
  }

  /** An item that is exported under another type that it is of. */
  ascribed(item: Item, _type: Wanted, _name: string): Item {
    return item
  }

  abstract enter(parent: ComponentInstance | undefined, name: string): ComponentInstance | undefined
  abstract resource(scope: Scope, definition: ResourceTypeDefinition): ResourceType
  abstract instantiate(scope: Scope, module: CoreModule, imports: CoreImports): CoreExports
  /** The sort of what a core instance exports; undefined: it does not. */
  abstract sortOf(value: unknown): Sort | undefined
  /** Adds the function that it makes to its index space. */
  abstract canon(scope: Scope, canon: Canon): void
}
