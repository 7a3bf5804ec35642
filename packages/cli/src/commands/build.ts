import type { Command } from 'commander'
import { UsageError } from '../cli-error.js'
import { readInput } from '../load-module.js'
import { formatBytes } from '../print-table.js'

interface BuildOptions {
  readonly output?: string
  readonly debug?: true
}

/** Adds `weft build`. */
export function addBuildCommand(program: Command): void {
  program
    .command('build')
    .argument('<guest.ts>', 'the main source file of a guest in AssemblyScript')
    .summary('compile a guest written in AssemblyScript')
    .description('Compile a guest written in AssemblyScript to a core module.')
    .option('-o, --output <file>', 'where to write it (default: beside the source, with the ending .wasm)')
    .option('--debug', 'not optimised, with assertions and a source map')
    .addHelpText(
      'after',
      "\nExample:\n  weft build guest.ts -o guest.wasm && weft run guest.wasm --invoke 'main()'",
    )
    .action(async (source: string, options: BuildOptions) => {
      if (!source.endsWith('.ts'))
        throw new UsageError(`${source} is no AssemblyScript source: its name must end in .ts`)
      const outFile = options.output ?? source.replace(/\.ts$/, '.wasm')
      // Loaded on use: the compiler takes half a second to load.
      const { buildGuest } = await import('@weft/assemblyscript')
      // The compiler would name the file by its own, shorter path.
      await readInput(source)
      const { wasm, warnings } = await buildGuest({ entry: source, outFile, debug: options.debug === true })
      for (const { text } of warnings) process.stderr.write(`${text}\n`)
      process.stdout.write(`${outFile}  ${formatBytes(wasm.length)}\n`)
    })
}
