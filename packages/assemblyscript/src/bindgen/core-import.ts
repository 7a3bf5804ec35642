import type { CoreType } from './layout.js'
import type { SourceWriter } from './source-writer.js'

/** A function that the core module imports. */
interface CoreImport {
  readonly module: string
  readonly name: string
  /** What generated code calls it. */
  readonly local: string
  readonly parameters: readonly CoreType[]
  readonly result?: CoreType | undefined
}

/** Declares an import. It costs nothing unless it is called. */
export function declareCoreImport(writer: SourceWriter, imported: CoreImport): void {
  const parameters = imported.parameters.map((type, index) => `value${index}: ${type}`)
  writer
    .line('// @ts-ignore: decorator', `@external('${imported.module}', '${imported.name}')`)
    .items(`declare function ${imported.local}(`, parameters, `): ${imported.result ?? 'void'}`)
}
