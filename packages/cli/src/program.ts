import { Command } from 'commander'
import { addBindgenCommand } from './commands/bindgen.js'
import { addBuildCommand } from './commands/build.js'
import { addComposeCommand } from './commands/compose.js'
import { addConformanceCommand } from './commands/conformance.js'
import { addDevicesCommand } from './commands/devices.js'
import { addInspectCommand } from './commands/inspect.js'
import { addKernelCommand } from './commands/kernel.js'
import { addNewCommand } from './commands/new.js'
import { addRunCommand } from './commands/run.js'
import { addServeCommand } from './commands/serve.js'
import { addTypesCommand } from './commands/types.js'
import { addWastCommand } from './commands/wast.js'
import { version } from './version.js'

const examples = `
Examples:
  weft run guest.wasm --invoke 'sum(1000)'     call an export on the best device
  weft run guest.wat --device cpu --threads 2  run its _start on two threads
  weft serve service.wasm                      serve a component by HTTP
  weft new upper --template filter             a project that builds, with a test
  weft bindgen wit -o assembly/gen             AssemblyScript bindings of a WIT world
  weft build guest.ts -o guest.wasm            compile AssemblyScript, to a component if there is WIT
  weft compose a.wasm b.wasm -o ab.wasm        one component in which a imports what b exports
  weft inspect guest.wasm                      what it imports, exports, and runs in parallel
  weft kernel guest.wasm --function fill       a kernel as the GPU gets it
  weft types component.wasm -o component.d.ts  TypeScript types of a component
  weft devices                                 what parallel work can run on here

Exit codes: 0 done, 1 the guest or the job failed, 2 wrong command line. WEFT_DEBUG=1 shows stacks.`

/** The `weft` command with all its subcommands. A subcommand whose job fails without an error sets the exit code. */
export function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command('weft')
    .description(
      'Make, build and inspect WebAssembly components; build, run and inspect guests that use wasi-parallel.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(weft --help shows what there is)')
    .showSuggestionAfterError()
    .addHelpText('after', examples)
    .exitOverride()
  addRunCommand(program, setExitCode)
  addServeCommand(program, setExitCode)
  addNewCommand(program)
  addBindgenCommand(program)
  addBuildCommand(program)
  addComposeCommand(program)
  addInspectCommand(program)
  addKernelCommand(program, setExitCode)
  addDevicesCommand(program)
  addTypesCommand(program)
  addConformanceCommand(program, setExitCode)
  addWastCommand(program, setExitCode)
  return program
}
