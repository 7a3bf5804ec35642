import { type Command, Option } from 'commander'
import { collect, floatOption, parseCount, parseMilliseconds, traceOption } from '../option-values.js'
import type { RunOptions } from '../run/run-options.js'
import { addGrantOptions } from '../wasi/add-grant-options.js'

const examples = `
Examples:
  weft run guest.wasm                                     call _start
  weft run guest.wasm --invoke 'add(1, -2)'               print the result of an export
  weft run guest.wat --invoke 'fill(1000)' --invoke sum   two calls, one after the other, on one instance
  weft run guest.wasm --device cpu --threads 2 --strict   these devices or none
  weft run guest.wasm --device gpu --float strict         on a GPU, bit for bit as on the CPU
  weft run guest.wasm --dir data::/data -- input.txt      WASI: a folder and an argument
  weft run component.wasm --stdin < input.txt             a component, with standard input
  weft run component.wasm --invoke 'greet({name: "Ada"})' values of components are written in WAVE

Nothing is granted that is not asked for. Arguments of core modules are integers (42, -7, 0xff), numbers (1.5, -2e-3), nan or
inf, read as the types of the export's parameters; those of components also true, "text", 'c', [1, 2], (1, "a"), {name: 1},
some(1), none, ok(1), err("no"), names of cases and of flags. Of an interface: --invoke 'my:package/api#add(1, 2)'.`

/** Adds `weft run`. */
export function addRunCommand(program: Command, setExitCode: (code: number) => void): void {
  const run = program
    .command('run')
    .argument('<guest>', 'a component (.wasm), or a core module: .wasm, or .wat (text)')
    .argument('[args...]', 'arguments of the guest, behind --')
    .summary('run a guest')
    .description(
      'Run a guest: its exports given by --invoke, or else the wasi:cli/run of a component, the _start of a core module.',
    )
    .addOption(
      new Option('--device <kind>', 'use this device whatever the guest asks for').choices([
        'cpu',
        'sequential',
        'gpu',
      ]),
    )
    .option(
      '--threads <n>',
      'threads a device may use, the calling one included (default: all cores)',
      parseCount,
    )
    .option('--strict', 'fail when the device that is asked for is not there, or cannot run a kernel')
    .addOption(floatOption())
    .addOption(new Option('--memory <mode>', 'where kernels run').choices(['isolated', 'shared']))
    .addOption(
      new Option('--device-numbers <numbering>', "how the guest numbers devices: 2021 is the draft's way")
        .choices(['current', '2021'])
        .default('current'),
    )
    .option('--timeout <ms>', 'time limit of each parallel call, in milliseconds', parseMilliseconds)
    .option('--invoke <call>', 'call an export: name(arguments); may be given several times', collect)
  addGrantOptions(run, 'any')
    .option('--stdin', 'WASI: standard input, for components (core modules always have it)')
    .option('--argv0 <name>', "WASI: the guest's first argument, its own name (default: the file's)")
    .addOption(traceOption())
    .option('--json', 'print one JSON object: { results, devices, fallbacks, failures, exitCode }')
    .addHelpText('after', examples)
    .action(async (guest: string, guestArguments: string[], options: RunOptions) => {
      // Loaded on use: a component starts without what runs core modules, and the other way round.
      const { isComponent, readInput } = await import('../read-input.js')
      const bytes = await readInput(guest)
      if (isComponent(bytes)) {
        const { runComponent } = await import('../run/run-component.js')
        setExitCode(await runComponent(bytes, { guest, guestArguments, options }))
      } else {
        const { runCore } = await import('../run/run-core.js')
        setExitCode(await runCore(bytes, guest, guestArguments, options))
      }
    })
}
