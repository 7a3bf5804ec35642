import type { Command } from 'commander'

const example = `
Example:
  weft types component.wasm -o component.d.ts

  import { compile } from '@weft/component'
  import type { Exports, Imports } from './component.js'

  const component = await compile(bytes)
  const instance = await component.instantiate({ ... } satisfies Imports)
  const exports = instance.exports as Exports`

/** Adds `weft types`. */
export function addTypesCommand(program: Command): void {
  program
    .command('types')
    .argument('<file>', 'a component: .wasm')
    .summary('write TypeScript types for a component')
    .description(
      'Write TypeScript declarations for what a component imports and exports. Nothing of it is run.',
    )
    .option('-o, --output <file>', 'where to write them (default: standard output)')
    .addHelpText('after', example)
    .action(async (file: string, options: { output?: string }) => {
      const { writeTypes } = await import('../types/write-types.js')
      await writeTypes(file, options.output)
    })
}
