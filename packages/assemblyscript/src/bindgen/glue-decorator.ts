import type { SourceWriter } from './source-writer.js'

/** Marks the function that follows with the names that the core module exports it by. The build renames exports. */
export function component(writer: SourceWriter, names: readonly string[]): void {
  writer.line('// @ts-ignore: decorator').items(
    '@component(',
    names.map((name) => `'${name}'`),
    ')',
  )
}
