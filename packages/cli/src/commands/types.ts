import { writeFile } from 'node:fs/promises'
import { WeftError } from '@weft/core'
import type { Command } from 'commander'
import { CommandError } from '../cli-error.js'
import { isBinary, readInput } from '../load-module.js'

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
      const text = await typesOf(file)
      if (options.output === undefined) process.stdout.write(text)
      else await write(options.output, text)
    })
}

async function typesOf(file: string): Promise<string> {
  const bytes = await readInput(file)
  if (!isBinary(bytes))
    throw new CommandError(
      `${file} is no WebAssembly binary: assemble text first, with \`wasm-tools parse\` say`,
    )
  // Loaded on use: only a few commands need components.
  const { compile } = await import('@weft/component')
  const { generateTypes } = await import('@weft/component/types')
  try {
    return generateTypes(await compile(bytes))
  } catch (error) {
    if (!WeftError.isInstance(error)) throw error
    throw new CommandError(`${file}: ${error.message}`, { cause: error })
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${(error as Error).message}`, { cause: error })
  }
}
