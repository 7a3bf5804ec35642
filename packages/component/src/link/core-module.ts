import { type ExternKind, type ModuleDeclaration, readModuleInterface } from '@weft/wasm-binary'
import type { CoreExternType } from '../core-types/core-types.js'
import { moduleTypeOfDeclarations, moduleTypeOfInterface } from '../core-types/module-type.js'
import type { CoreTypeTable } from './core-type-table.js'
import type { Scope } from './scope.js'

/** An import or export of a module; of what JavaScript gives, only the kind is known. */
export type CoreExtern = CoreExternType | { readonly kind: ExternKind; readonly type?: undefined }

export interface CoreExterns {
  /** By the two levels of their names. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, CoreExtern>>
  readonly exports: ReadonlyMap<string, CoreExtern>
}

/** Where the type of a module is written. */
type TypeSource =
  | { readonly bytes: Uint8Array; readonly offset: number }
  | { readonly declarations: readonly ModuleDeclaration[]; readonly scope: Scope }

/** A compiled core module, or, where nothing is to run, only its type. */
export class CoreModule {
  /** Undefined: a module that is only declared. */
  readonly module: WebAssembly.Module | undefined
  readonly #source: TypeSource | undefined
  #kinds: CoreExterns | undefined

  /** `source` undefined: a module that JavaScript gives. */
  constructor(module: WebAssembly.Module | undefined, source?: TypeSource) {
    this.module = module
    this.#source = source
  }

  /** Its imports and exports without their types. */
  get kinds(): CoreExterns {
    this.#kinds ??= this.module ? kindsOfModule(this.module) : kindsOfDeclarations(this.#source!)
    return this.#kinds
  }

  /** Its imports and exports. Types can be compared if they are of the same table. */
  type(table: CoreTypeTable): CoreExterns {
    const source = this.#source
    if (source === undefined) return this.kinds
    if ('scope' in source) return moduleTypeOfDeclarations(table.within(source.scope), source.declarations)
    return moduleTypeOfInterface(table.within(), readModuleInterface(source.bytes, source.offset))
  }
}

function kindsOfModule(module: WebAssembly.Module): CoreExterns {
  return gather(WebAssembly.Module.imports(module), WebAssembly.Module.exports(module))
}

function kindsOfDeclarations(source: TypeSource): CoreExterns {
  const imports: ImportKind[] = []
  const exports: ExportKind[] = []
  for (const each of 'declarations' in source ? source.declarations : []) {
    if (each.kind === 'import') imports.push({ ...each, kind: each.type.kind })
    else if (each.kind === 'export') exports.push({ ...each, kind: each.type.kind })
  }
  return gather(imports, exports)
}

type ExportKind = Pick<WebAssembly.ModuleExportDescriptor, 'name'> & { readonly kind: string }
type ImportKind = ExportKind & { readonly module: string }

function gather(imports: readonly ImportKind[], exports: readonly ExportKind[]): CoreExterns {
  const modules = new Map<string, Map<string, CoreExtern>>()
  for (const each of imports) {
    const named = modules.get(each.module) ?? new Map<string, CoreExtern>()
    modules.set(each.module, named.set(each.name, externOf(each)))
  }
  return { imports: modules, exports: new Map(exports.map((each) => [each.name, externOf(each)])) }
}

/** The JavaScript interface says `function` where the specification says `func`. */
function externOf({ kind }: ExportKind): CoreExtern {
  return { kind: (kind === 'function' ? 'func' : kind) as ExternKind }
}
