import {
  type ComponentBinary,
  type CoreModuleDefinition,
  readComponentNames,
  type Sort,
} from '@weft/wasm-binary'
import type { CoreModule } from './core-module.js'
import { isSynchronousLower, mayWait } from './waiting.js'

export type CompiledModules = ReadonlyMap<CoreModuleDefinition, CoreModule>

/** A component's binary with its modules, and what can be said of it once for all instances. */
export class ComponentCode {
  readonly binary: ComponentBinary
  readonly modules: CompiledModules
  /** Whether it has built-ins that wait, lowers of asynchronous functions aside. */
  readonly hasWaitingBuiltins: boolean
  readonly hasThreads: boolean
  readonly cancelsSubtasks: boolean
  /** The number of functions that are lowered for synchronous calls. */
  readonly synchronousLowers: number
  readonly #nested = new Map<ComponentBinary, ComponentCode>()
  readonly #coreFunctionNames = new Map<number, string>()
  readonly #names = new Map<Sort, ReadonlyMap<number, string>>()
  #exports: ReadonlyMap<string, string> | undefined

  constructor(binary: ComponentBinary, modules: CompiledModules) {
    this.binary = binary
    this.modules = modules
    const canons = binary.definitions.flatMap((definition) =>
      definition.kind === 'canon' ? [definition.canon] : [],
    )
    this.hasWaitingBuiltins = canons.some(mayWait)
    this.hasThreads = canons.some(({ name }) => name === 'thread.new-indirect')
    this.cancelsSubtasks = canons.some(({ name }) => name === 'subtask.cancel')
    this.synchronousLowers = canons.filter(isSynchronousLower).length
  }

  /** The code of a component that is defined in this one. */
  nested(binary: ComponentBinary): ComponentCode {
    let code = this.#nested.get(binary)
    if (code === undefined) {
      code = new ComponentCode(binary, this.modules)
      this.#nested.set(binary, code)
    }
    return code
  }

  /** What something is called: where it is exported, or in the name section. */
  nameOf(sort: Sort, index: number): string | undefined {
    return this.#exported(sort, index) ?? this.#named(sort).get(index)
  }

  #exported(sort: Sort, index: number): string | undefined {
    this.#exports ??= exportNames(this.binary)
    return this.#exports.get(`${sort} ${index}`)
  }

  /** Name sections are large and nearly all of them is never asked for. */
  #named(sort: Sort): ReadonlyMap<number, string> {
    let names = this.#names.get(sort)
    if (names === undefined) {
      names = readComponentNames(this.binary, sort).sorts.get(sort) ?? new Map<number, string>()
      this.#names.set(sort, names)
    }
    return names
  }

  /** Core functions are called as the instances that they come from export them. */
  noteCoreFunction(index: number, name: string): void {
    this.#coreFunctionNames.set(index, name)
  }

  /** The name of a lifted function in messages. */
  liftName(index: number, coreFunction: number): string {
    const core = this.#coreFunctionNames.get(coreFunction)?.replace(/^\[async-lift[^\]]*\]/, '')
    return this.#exported('func', index) ?? core ?? this.#named('func').get(index) ?? `func ${index}`
  }
}

function exportNames({ definitions }: ComponentBinary): Map<string, string> {
  const names = new Map<string, string>()
  for (const each of definitions)
    if (each.kind === 'export') names.set(`${each.sort} ${each.index}`, each.name)
  return names
}
