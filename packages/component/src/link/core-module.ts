import type { CoreSort, ExternKind, ModuleDeclaration } from '@weft/wasm-binary'

export interface CoreModuleImport {
  readonly module: string
  readonly name: string
  readonly sort: CoreSort
}

/** What is known of a module's type without looking into its functions: names and sorts. */
export interface CoreModuleType {
  readonly imports: readonly CoreModuleImport[]
  readonly exports: ReadonlyMap<string, CoreSort>
}

/** A compiled core module, or, where nothing is to run, only its type. */
export class CoreModule implements CoreModuleType {
  /** Undefined: a module that is only declared. */
  readonly module: WebAssembly.Module | undefined
  #type: CoreModuleType | undefined

  constructor(module: WebAssembly.Module | undefined, type?: CoreModuleType) {
    this.module = module
    this.#type = type
  }

  get imports(): readonly CoreModuleImport[] {
    return this.#resolve().imports
  }

  get exports(): ReadonlyMap<string, CoreSort> {
    return this.#resolve().exports
  }

  #resolve(): CoreModuleType {
    this.#type ??= {
      imports: WebAssembly.Module.imports(this.module!).map(({ module, name, kind }) => ({
        module,
        name,
        sort: sortOf(kind),
      })),
      exports: new Map(
        WebAssembly.Module.exports(this.module!).map(({ name, kind }) => [name, sortOf(kind)]),
      ),
    }
    return this.#type
  }
}

/** The type that a module type declares. */
export function declaredModuleType(declarations: readonly ModuleDeclaration[]): CoreModuleType {
  const imports: CoreModuleImport[] = []
  const exports = new Map<string, CoreSort>()
  for (const declaration of declarations) {
    if (declaration.kind === 'import')
      imports.push({
        module: declaration.module,
        name: declaration.name,
        sort: sortOf(declaration.type.kind),
      })
    else if (declaration.kind === 'export') exports.set(declaration.name, sortOf(declaration.type.kind))
  }
  return { imports, exports }
}

/** The JavaScript interface says `function` where the specification says `func`. */
function sortOf(kind: string): CoreSort {
  return `core ${(kind === 'function' ? 'func' : kind) as ExternKind}`
}
