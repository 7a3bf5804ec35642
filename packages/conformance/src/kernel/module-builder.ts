import type { FunctionBody, FunctionType, Global, Module, NumericType } from '@weft/wasm-binary'
import { functionTypeIndices, globalTypes, subTypes } from '@weft/wasm-binary'

/** A module without imports that things are added to. What is there keeps its index. */
export class ModuleBuilder {
  private readonly base: Module
  private readonly types: FunctionType[] = []
  private readonly typeIndices = new Map<string, number>()
  private readonly functions: number[] = []
  private readonly code: FunctionBody[] = []
  private readonly globals: Global[] = []

  constructor(base: Module) {
    this.base = base
  }

  type(parameters: readonly NumericType[], results: readonly NumericType[]): number {
    const key = `${parameters.join()}:${results.join()}`
    const known = this.typeIndices.get(key)
    if (known !== undefined) return known
    const index = subTypes(this.base).length + this.types.length
    this.types.push({ kind: 'func', parameters, results })
    this.typeIndices.set(key, index)
    return index
  }

  /** The index of a new function. `locals` come behind its parameters; `instructions` end with `end`. */
  function(
    parameters: readonly NumericType[],
    results: readonly NumericType[],
    instructions: Uint8Array,
    locals: readonly NumericType[] = [],
  ): number {
    const type = this.type(parameters, results)
    const groups = locals.map((local) => ({ count: 1, type: local }))
    this.code.push({ locals: groups, instructions, offset: 0, instructionsOffset: 0 })
    return functionTypeIndices(this.base).length + this.functions.push(type) - 1
  }

  /** The index of a new mutable global, which is 0 at first. */
  global(type: 'i32' | 'i64', init: Uint8Array): number {
    return (
      globalTypes(this.base).length + this.globals.push({ type: { value: type, mutable: true }, init }) - 1
    )
  }

  /** The module with all that was added. `changed` replaces parts of the base. */
  finish(changed: Partial<Pick<Module, 'code' | 'globals'>> = {}): Module {
    const { base } = this
    return {
      ...base,
      types: [...base.types, ...this.types.map(finalType)],
      functions: [...base.functions, ...this.functions],
      code: [...(changed.code ?? base.code), ...this.code],
      globals: [...(changed.globals ?? base.globals), ...this.globals],
    }
  }
}

function finalType(composite: FunctionType): Module['types'][number] {
  return { explicit: false, types: [{ final: true, supertypes: [], composite }] }
}
