import type { Command } from 'commander'

/** Adds `weft inspect`. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .argument('<file>', 'a core module: .wasm, or .wat (text)')
    .summary('show what a module imports, exports and runs in parallel')
    .description(
      'Show the imports, exports and sections of a module, and whether it is a kernel, or a guest whose kernels can run in parallel.',
    )
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { json?: true }) => {
      const { printInspection } = await import('../inspect/print-inspection.js')
      await printInspection(file, options.json === true)
    })
}
