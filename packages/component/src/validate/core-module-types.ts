import {
  type ComponentCoreType,
  type ExternType,
  type ModuleDeclaration,
  type RecursiveGroup,
  readModuleInterface,
  type SizeLimits,
  type SubType,
} from '@weft/wasm-binary'
import { type CoreExternType, type CoreModuleType, type CoreType, printValueType } from './core-types.js'
import type { Scope } from './scope.js'

const maximumPages = { i32: 0x1_0000n, i64: 0x1_0000_0000_0000n }

/** A core type definition: Binary.md, `core:deftype`. */
export function defineCoreType(scope: Scope, type: ComponentCoreType): void {
  if (type.kind === 'module') scope.coreTypes.push(moduleTypeOfDeclarations(scope, type.declarations))
  else defineGroup(scope, type.group)
}

function defineGroup(scope: Scope, { types }: RecursiveGroup): void {
  const { length } = scope.coreTypes
  const defined = scope.coreTypeTable.define(types, length, (index) => coreTypeAt(scope, index), scope.fail)
  for (const each of defined) scope.coreTypes.push(each)
}

export function coreTypeAt(scope: Scope, index: number): CoreType {
  const type = scope.coreTypes.at(index)
  return type.kind === 'module' ? scope.fail(`type index ${index} is a module type, not a sub type`) : type
}

/** The type of a core module. Its code is the engine's to check. */
export function moduleTypeOfBytes(scope: Scope, bytes: Uint8Array): CoreModuleType {
  const builder = new ModuleTypeBuilder(scope)
  const { types, imports, exports } = readModuleInterface(bytes, scope.offset)
  builder.define(types)
  for (const { module, name, type } of imports) builder.import(module, name, type)
  for (const { name, type } of exports) builder.export(name, type)
  return builder.finish()
}

function moduleTypeOfDeclarations(scope: Scope, declarations: readonly ModuleDeclaration[]): CoreModuleType {
  const builder = new ModuleTypeBuilder(scope)
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
  private readonly scope: Scope
  private readonly types: CoreType[] = []
  private readonly imports = new Map<string, Map<string, CoreExternType>>()
  private readonly exports = new Map<string, CoreExternType>()
  private count = 1

  constructor(scope: Scope) {
    this.scope = scope
  }

  define(types: readonly SubType[]): void {
    const { coreTypeTable, fail } = this.scope
    const defined = coreTypeTable.define(types, this.types.length, (index) => this.typeAt(index), fail)
    for (const type of defined) this.types.push(type)
  }

  alias(count: number, index: number): void {
    if (count === 0) {
      this.types.push(this.typeAt(index))
      return
    }
    const type = this.scope.outer(count - 1).coreTypes.at(index)
    if (type.kind === 'module')
      this.scope.fail("not implemented: aliasing core module types into a core module's types index space")
    else this.types.push(type)
  }

  import(module: string, name: string, type: ExternType): void {
    const named = this.imports.get(module) ?? new Map<string, CoreExternType>()
    this.imports.set(module, named)
    // The two levels become one name in components.
    if (named.has(name))
      this.scope.fail(
        `module has a duplicate import name \`${module}:${name}\` that is not allowed in components`,
      )
    named.set(name, this.resolve(type))
  }

  export(name: string, type: ExternType): void {
    if (this.exports.has(name)) this.scope.fail(`duplicate export name \`${name}\` already defined`)
    this.exports.set(name, this.resolve(type))
  }

  finish(): CoreModuleType {
    const { imports, exports, count } = this
    return { kind: 'module', imports, exports, info: { size: count, depth: 1 } }
  }

  private typeAt(index: number): CoreType {
    return this.types[index] ?? this.scope.fail(`unknown type ${index}: type index out of bounds`)
  }

  private resolve(extern: ExternType): CoreExternType {
    this.count++
    switch (extern.kind) {
      case 'func':
      case 'tag':
        return { kind: extern.kind, type: this.functionTypeAt(extern.type) }
      case 'global':
        return { kind: 'global', type: { ...extern.type, value: this.print(extern.type.value) } }
      case 'table':
        this.checkLimits(extern.type.limits)
        return { kind: 'table', type: { ...extern.type, element: this.print(extern.type.element) } }
      case 'memory':
        this.checkMemory(extern)
        return extern
    }
  }

  private functionTypeAt(index: number): CoreType {
    const type = this.typeAt(index)
    return type.kind === 'func' ? type : this.scope.fail(`type index ${index} is not a function type`)
  }

  private print(type: Parameters<typeof printValueType>[0]): string {
    return printValueType(type, (index) => `#${this.typeAt(index).id}`)
  }

  private checkLimits({ minimum, maximum }: SizeLimits): void {
    if (maximum !== undefined && minimum > maximum)
      this.scope.fail('size minimum must not be greater than maximum')
  }

  private checkMemory({ type }: ExternType & { kind: 'memory' }): void {
    const { limits, index, pageSizeLog2, shared } = type
    this.checkLimits(limits)
    const most = pageSizeLog2 === undefined ? maximumPages[index] : undefined
    const size = limits.maximum ?? limits.minimum
    if (most !== undefined && size > most)
      this.scope.fail(`memory size must be at most ${index === 'i32' ? '65536 pages (4GiB)' : '2**48 pages'}`)
    if (shared && limits.maximum === undefined) this.scope.fail('shared memory must have maximum size')
  }
}
