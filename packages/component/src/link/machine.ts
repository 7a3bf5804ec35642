import type { ComponentInstance, ResourceType } from '@weft/abi'
import { LimitError } from '@weft/core'
import type { Canon, ResourceTypeDefinition, Sort } from '@weft/wasm-binary'
import type { CoreModule } from './core-module.js'
import type { CoreExports } from './elements.js'
import type { LinkLimits } from './limits.js'
import type { Scope } from './scope.js'

/** Imports of a core module, by their two names. */
export type CoreImports = Readonly<Record<string, CoreExports>>

/**
 * What definitions do when they are carried out: `LiveMachine` makes what runs, `StaticMachine` only types. One
 * machine serves one instantiation and ends it with a `LimitError` when that becomes too large.
 */
export abstract class Machine {
  /** Whether arguments of instantiations are checked against the types of imports. */
  abstract readonly checks: boolean
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

  abstract enter(parent: ComponentInstance | undefined, name: string): ComponentInstance | undefined
  abstract resource(scope: Scope, definition: ResourceTypeDefinition): ResourceType
  abstract instantiate(scope: Scope, module: CoreModule, imports: CoreImports): CoreExports
  abstract coreExport(scope: Scope, exports: CoreExports, sort: Sort, name: string): unknown
  /** Adds the function that it makes to its index space. */
  abstract canon(scope: Scope, canon: Canon): void
}
