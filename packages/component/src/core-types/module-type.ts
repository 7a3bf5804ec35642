import type { ExternType, ModuleDeclaration, ModuleInterface, SubType } from '@weft/wasm-binary'
import {
  type CoreExternType,
  type CoreModuleType,
  type CoreType,
  type CoreTypes,
  type Fail,
  printValueType,
} from './core-types.js'

/** What stands around a module type. */
export interface ModuleTypeContext {
  readonly types: CoreTypes
  readonly fail: Fail
  /** The type at an index of what stands so many levels further out than the module type. */
  readonly outerType: (count: number, index: number) => CoreType
  /** Looks at every import and export. */
  readonly check?: (extern: ExternType) => void
}

/** The type of a module from what its bytes say. */
export function moduleTypeOfInterface(
  context: ModuleTypeContext,
  { types, imports, exports }: ModuleInterface,
): CoreModuleType {
  const builder = new ModuleTypeBuilder(context)
  builder.define(types)
  for (const { module, name, type } of imports) builder.import(module, name, type)
  for (const { name, type } of exports) builder.export(name, type)
  return builder.finish()
}

export function moduleTypeOfDeclarations(
  context: ModuleTypeContext,
  declarations: readonly ModuleDeclaration[],
): CoreModuleType {
  const builder = new ModuleTypeBuilder(context)
  for (const declaration of declarations) {
    if (declaration.kind === 'type') builder.define(declaration.group.types)
    else if (declaration.kind === 'alias') builder.alias(declaration.count, declaration.index)
    else if (declaration.kind === 'import')
      builder.import(declaration.module, declaration.name, declaration.type)
    else builder.export(declaration.name, declaration.type)
  }
  return builder.finish()
}

/** Gathers the type of a module, whose types have indices of their own. */
class ModuleTypeBuilder {
  readonly #context: ModuleTypeContext
  readonly #types: CoreType[] = []
  readonly #imports = new Map<string, Map<string, CoreExternType>>()
  readonly #exports = new Map<string, CoreExternType>()
  #count = 1

  constructor(context: ModuleTypeContext) {
    this.#context = context
  }

  define(subTypes: readonly SubType[]): void {
    const { types, fail } = this.#context
    const defined = types.define(subTypes, this.#types.length, (index) => this.#typeAt(index), fail)
    for (const type of defined) this.#types.push(type)
  }

  alias(count: number, index: number): void {
    this.#types.push(count === 0 ? this.#typeAt(index) : this.#context.outerType(count, index))
  }

  import(module: string, name: string, type: ExternType): void {
    const named = this.#imports.get(module) ?? new Map<string, CoreExternType>()
    this.#imports.set(module, named)
    // The two levels become one name in components.
    if (named.has(name))
      this.#context.fail(
        `module has a duplicate import name \`${module}:${name}\` that is not allowed in components`,
      )
    named.set(name, this.#resolve(type))
  }

  export(name: string, type: ExternType): void {
    if (this.#exports.has(name)) this.#context.fail(`duplicate export name \`${name}\` already defined`)
    this.#exports.set(name, this.#resolve(type))
  }

  finish(): CoreModuleType {
    return {
      kind: 'module',
      imports: this.#imports,
      exports: this.#exports,
      info: { size: this.#count, depth: 1 },
    }
  }

  #typeAt(index: number): CoreType {
    return this.#types[index] ?? this.#context.fail(`unknown type ${index}: type index out of bounds`)
  }

  #resolve(extern: ExternType): CoreExternType {
    this.#count++
    this.#context.check?.(extern)
    switch (extern.kind) {
      case 'func':
      case 'tag':
        return { kind: extern.kind, type: this.#functionTypeAt(extern.type) }
      case 'global':
        return { kind: 'global', type: { ...extern.type, value: this.#print(extern.type.value) } }
      case 'table':
        return { kind: 'table', type: { ...extern.type, element: this.#print(extern.type.element) } }
      case 'memory':
        return extern
    }
  }

  #functionTypeAt(index: number): CoreType {
    const type = this.#typeAt(index)
    return type.kind === 'func' ? type : this.#context.fail(`type index ${index} is not a function type`)
  }

  #print(type: Parameters<typeof printValueType>[0]): string {
    return printValueType(type, (index) => `#${this.#typeAt(index).id}`)
  }
}
