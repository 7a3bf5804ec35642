import { ValidationError } from '@weft/core'
import { type CoreType, CoreTypes } from '../core-types/core-types.js'
import type { ModuleTypeContext } from '../core-types/module-type.js'
import type { Scope } from './scope.js'

/** Resolves types of core modules to be compared: equal ones of the same table are the same object. */
export class CoreTypeTable {
  readonly #types = new CoreTypes()
  /** By index; undefined for types of modules. */
  readonly #resolved = new Map<Scope, (CoreType | undefined)[]>()

  /** For a module type in `scope`, or a module that is compiled. */
  within(scope?: Scope): ModuleTypeContext {
    const fail = (message: string) => {
      throw new ValidationError(message, scope?.offset ?? 0)
    }
    const outerType = (count: number, index: number) =>
      this.#at(scope!.outward(count - 1), index) ?? fail(`core type index ${index} is a module type`)
    return { types: this.#types, fail, outerType }
  }

  /** In order of indices: a type refers to others before it, however many there are. */
  #at(scope: Scope, index: number): CoreType | undefined {
    const known = this.#resolved.get(scope) ?? []
    this.#resolved.set(scope, known)
    const { fail } = this.within(scope)
    const typeAt = (at: number) => known[at] ?? fail(`core type index ${at} is a module type`)
    while (known.length <= index) {
      const item = scope.get('core type', known.length)
      if (item.kind === 'module') known.push(undefined)
      else if (item.scope !== scope) known.push(this.#at(item.scope, item.index))
      else for (const type of this.#types.define(item.group, known.length, typeAt, fail)) known.push(type)
    }
    return known[index]
  }
}
