import { type Command, Option } from 'commander'
import { createProject, type Template, templates } from '../create-project.js'
import { version } from '../version.js'

const list = Object.entries(templates).map(([name, text]) => `  ${name.padEnd(8)} ${text}`)

const help = `
Templates:
${list.join('\n')}

Example:
  weft new upper --template filter && cd upper && npm install && npm test`

/** Adds `weft new`. */
export function addNewCommand(program: Command): void {
  program
    .command('new')
    .argument('<name>', 'the name of the project, and of its folder')
    .summary('make a project in AssemblyScript that builds, runs and has a test')
    .description(
      'Make a project in AssemblyScript: sources, WIT, a test, and scripts to build, test and start.',
    )
    .addOption(
      new Option('-t, --template <template>', 'what to begin with')
        .choices(Object.keys(templates))
        .default('filter'),
    )
    .addHelpText('after', help)
    .action(async (folder: string, { template }: { template: Template }) => {
      const files = await createProject({ folder, template, version: version() })
      const next = [`cd ${folder}`, 'npm install', 'npm test', 'npm start']
      const lines = [`${folder}: ${templates[template]}`, ...indent(files), '', 'Next:', ...indent(next)]
      process.stdout.write(`${lines.join('\n')}\n`)
    })
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
