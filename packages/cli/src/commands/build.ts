import { type Command, Option } from 'commander'
import type { BuildSettings } from '../build-source.js'
import { UsageError } from '../cli-error.js'

interface BuildOptions extends BuildSettings {
  readonly output?: string
}

const examples = `
Examples:
  weft build guest.ts -o guest.wasm && weft run guest.wasm --invoke 'main()'
  weft build assembly/guest.ts --wit wit --world command -o out.wasm && weft types out.wasm
  weft build guest.ts --debug    for stacks with names, and for debuggers

A component is built if --wit is given, or if a folder wit stands beside the source or the source's folder; its bindings
are written first. With --debug its source map lies in it, and beside it as out.core.wasm.map.`

/** Adds `weft build`. */
export function addBuildCommand(program: Command): void {
  program
    .command('build')
    .argument('<guest.ts>', 'the main source file of a guest in AssemblyScript')
    .summary('compile AssemblyScript to a component or a core module')
    .description(
      'Compile a guest written in AssemblyScript: to a component if there is WIT, else to a core module.',
    )
    .option('-o, --output <file>', 'where to write it (default: beside the source, with the ending .wasm)')
    .option('--wit <path>', 'a .wit file, or a folder of them (default: the folder wit, if there is one)')
    .option('-w, --world <name>', 'the world of the component (not needed if there is only one)')
    .option('--bindings <folder>', 'where to write its bindings (default: gen beside the source)')
    .addOption(
      new Option('--core', 'a core module, whatever WIT there is').conflicts(['wit', 'world', 'bindings']),
    )
    .option('--debug', 'not optimised, with assertions, names and a source map')
    .addHelpText('after', examples)
    .action(async (source: string, { output, ...settings }: BuildOptions) => {
      if (!source.endsWith('.ts'))
        throw new UsageError(`${source} is no AssemblyScript source: its name must end in .ts`)
      const [{ buildSource }, { formatBytes }] = await Promise.all([
        import('../build-source.js'),
        import('../print-table.js'),
      ])
      const outFile = output ?? source.replace(/\.ts$/, '.wasm')
      const { wasm, warnings } = await buildSource(source, outFile, settings)
      for (const { text } of warnings) process.stderr.write(`${text}\n`)
      process.stdout.write(`${outFile}  ${formatBytes(wasm.length)}\n`)
    })
}
