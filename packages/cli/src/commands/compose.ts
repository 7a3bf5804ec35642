import type { PictureFormat } from '@weft/component/compose'
import { type Command, Option } from 'commander'
import { collectNames } from '../option-values.js'
import { writeOutput } from '../write-output.js'

interface ComposeOptions {
  readonly plug?: readonly string[]
  readonly graph: PictureFormat
  readonly output?: string
}

const examples = `
Examples:
  weft compose app.wasm --plug log.wasm,store.wasm    app imports what the others export
  weft compose auth.wasm cache.wasm service.wasm      a chain: each imports what the next one exports
  weft compose app.json -o app.wasm                   one component that any host runs
  weft compose app.json --graph mermaid > app.mmd     a picture of who imports whom

app.json:
  {
    "instances": {
      "gateway": { "component": "gateway.wasm", "imports": { "wasi:http/handler@0.3.0": "service" } },
      "service": "service.wasm"
    },
    "exports": "gateway"
  }`

/** Adds `weft compose`. */
export function addComposeCommand(program: Command): void {
  program
    .command('compose')
    .argument('<files...>', 'a description (.json), or components (.wasm): one with --plug, or a chain')
    .summary('make one component of several')
    .description(
      'Check that components fit together, show who imports whom, and write them as one component. What none of them exports, the whole imports.',
    )
    .option(
      '--plug <files>',
      'components whose exports the first one imports, separated by commas',
      collectNames,
    )
    .addOption(
      new Option('--graph <format>', 'the picture on standard output')
        .choices(['text', 'mermaid', 'dot'])
        .default('text'),
    )
    .option('-o, --output <file>', 'write one component with all in it')
    .addHelpText('after', examples)
    .action(compose)
}

async function compose(files: readonly string[], { plug, graph, output }: ComposeOptions): Promise<void> {
  const { readComposition } = await import('../compose/read-composition.js')
  const composition = await readComposition(files, plug ?? [])
  const { compose, drawPlan, linkGraph, planComposition } = await import('@weft/component/compose')
  // Either checks that all types fit.
  if (output === undefined) linkGraph(composition)
  else await writeOutput(output, compose(composition))
  process.stdout.write(drawPlan(planComposition(composition), graph))
}
