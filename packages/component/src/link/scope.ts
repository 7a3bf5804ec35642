import type { ComponentInstance } from '@weft/abi'
import { ValidationError } from '@weft/core'
import type { Sort } from '@weft/wasm-binary'
import type { ComponentCode } from './component-code.js'
import type { Elements, ExternSort, Item } from './elements.js'

/** The index spaces of one component instance, or of a component type or instance type. */
export class Scope {
  /** What encloses it: the target of outer aliases. */
  readonly outer: Scope | undefined
  readonly code: ComponentCode | undefined
  /** Undefined in types, and where nothing is to run. */
  readonly instance: ComponentInstance | undefined
  readonly exports = new Map<string, Item>()
  /** Where the definition that is being looked at lies in the binary, in bytes. */
  offset = 0
  readonly #spaces: { [S in Sort]?: Elements[S][] } = {}

  constructor(outer: Scope | undefined, code?: ComponentCode, instance?: ComponentInstance) {
    this.outer = outer
    this.code = code
    this.instance = instance
  }

  /** Throws a `ValidationError` for an index that was not defined before. */
  get<S extends Sort>(sort: S, index: number, offset = this.offset): Elements[S] {
    const space: Elements[S][] | undefined = this.#spaces[sort]
    if (space === undefined || index >= space.length) {
      const name = sort.replace('core ', '')
      throw new ValidationError(`unknown ${name} ${index}: ${name} index out of bounds`, offset)
    }
    return space[index]!
  }

  add<S extends Sort>(sort: S, element: Elements[S]): void {
    const space: Elements[S][] | undefined = this.#spaces[sort]
    if (space !== undefined) space.push(element)
    else Object.assign(this.#spaces, { [sort]: [element] })
  }

  /** The index that the next element of a sort will have. */
  next(sort: Sort): number {
    return this.#spaces[sort]?.length ?? 0
  }

  item(sort: Sort, index: number): Item {
    if (!isExternSort(sort))
      return this.fail(`a ${sort} cannot be imported, exported or passed as an argument`)
    return { sort, value: this.get(sort, index) } as Item
  }

  /** The scope so many components or types further out. */
  outward(count: number): Scope {
    let scope: Scope = this
    for (let left = count; left > 0; left--) {
      if (scope.outer === undefined) return this.fail(`invalid outer alias count of ${count}`)
      scope = scope.outer
    }
    return scope
  }

  /** Throws a `ValidationError` at the present definition. */
  fail(message: string): never {
    throw new ValidationError(message, this.offset)
  }
}

const externSorts: readonly string[] = ['func', 'type', 'component', 'instance', 'core module']

function isExternSort(sort: Sort): sort is ExternSort {
  return externSorts.includes(sort)
}
