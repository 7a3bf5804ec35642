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
  /** The number of functions that are lowered for synchronous calls. */
  readonly synchronousLowers: number
  readonly #nested = new Map<ComponentBinary, ComponentCode>()
  readonly #coreFunctionNames = new Map<number, string>()
  #names: Map<string, string> | undefined

  constructor(binary: ComponentBinary, modules: CompiledModules) {
    this.binary = binary
    this.modules = modules
    const canons = binary.definitions.flatMap((definition) =>
      definition.kind === 'canon' ? [definition.canon] : [],
    )
    this.hasWaitingBuiltins = canons.some(mayWait)
    this.hasThreads = canons.some(({ name }) => name === 'thread.new-indirect')
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
    this.#names ??= findNames(this.binary)
    return this.#names.get(`${sort} ${index}`)
  }

  /** Core functions are called as the instances that they come from export them. */
  noteCoreFunction(index: number, name: string): void {
    this.#coreFunctionNames.set(index, name)
  }

  /** The name of a lifted function in messages. */
  liftName(index: number, coreFunction: number): string {
    const core = this.#coreFunctionNames.get(coreFunction)
    return this.nameOf('func', index) ?? core?.replace(/^\[async-lift[^\]]*\]/, '') ?? `func ${index}`
  }
}

function findNames(binary: ComponentBinary): Map<string, string> {
  const names = new Map<string, string>()
  for (const [sort, indices] of readComponentNames(binary).sorts)
    for (const [index, name] of indices) names.set(`${sort} ${index}`, name)
  for (const definition of binary.definitions)
    if (definition.kind === 'export') names.set(`${definition.sort} ${definition.index}`, definition.name)
  return names
}
