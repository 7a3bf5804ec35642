import type { Command } from 'commander'
import { UsageError } from '../cli-error.js'

interface BindgenOptions {
  readonly world?: string
  readonly output: string
}

const examples = `
Examples:
  weft bindgen wit -o assembly/gen                           the only world of a folder
  weft bindgen world.wit --world command -o gen              one of several
  weft bindgen wit --world wasi:cli/command@0.3.0 -o gen     one of another package

Packages that the WIT names are looked for in \`deps\` beside it; those of WASI 0.3 come with weft. Without the option
--output the folder is gen. \`weft build\` writes bindings by itself: this command is for editors, and to read them.`

/** Adds `weft bindgen`. */
export function addBindgenCommand(program: Command): void {
  program
    .command('bindgen')
    .argument('<wit>', 'a .wit file, or a folder of them')
    .summary('write AssemblyScript bindings of a WIT world')
    .description(
      'Write the AssemblyScript bindings of a WIT world: its types, its imports, and what its exports need. ' +
        'Files that are as they should be are not touched; bindings of an earlier run that are of no more use are removed.',
    )
    .option('-w, --world <name>', 'the world (not needed if there is only one)')
    .option('-o, --output <folder>', 'where to write them', 'gen')
    .addHelpText('after', examples)
    .action(async (wit: string, { world, output }: BindgenOptions) => {
      if (output.endsWith('.ts'))
        throw new UsageError(`${output} is no name for a folder, and bindings are several files`)
      // Loaded on use: the compiler takes half a second to load.
      const { writeBindings } = await import('@weft/assemblyscript')
      const { written, unchanged, removed } = await writeBindings({ wit, world, outDir: output })
      const lines = [
        ...written.map((file) => `wrote      ${file}`),
        ...unchanged.map((file) => `unchanged  ${file}`),
        ...removed.map((file) => `removed    ${file}`),
      ]
      process.stdout.write(`${lines.join('\n')}\n`)
    })
}
