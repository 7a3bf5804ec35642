import type { DeviceWish } from '@weft/parallel'
import type { FloatMode } from '@weft/wgsl'
import { type Command, Option } from 'commander'
import { loadModule } from '../load-module.js'
import {
  collect,
  floatOption,
  parseCount,
  parseDirectory,
  parseEnvironment,
  parseMilliseconds,
} from '../option-values.js'
import { Reporter } from '../run/reporter.js'
import { type RunSettings, runGuest } from '../run/run-guest.js'
import { silenceWasiWarning } from '../run/silence-wasi-warning.js'

interface RunOptions {
  readonly device?: DeviceWish
  readonly float?: FloatMode
  readonly threads?: number
  readonly strict?: true
  readonly memory?: 'isolated' | 'shared'
  readonly deviceNumbers: 'current' | '2021'
  readonly timeout?: number
  readonly invoke?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly dir?: Readonly<Record<string, string>>
  readonly json?: true
}

const examples = `
Examples:
  weft run guest.wasm                                     call _start
  weft run guest.wasm --invoke 'add(1, -2)'               print the result of an export
  weft run guest.wat --invoke 'fill(1000)' --invoke sum   two calls, one after the other, on one instance
  weft run guest.wasm --device cpu --threads 2 --strict   these devices or none
  weft run guest.wasm --device gpu --float strict         on a GPU, bit for bit as on the CPU
  weft run guest.wasm --dir data::/data -- input.txt      WASI: a folder and an argument

Arguments are integers (42, -7, 0xff), numbers (1.5, -2e-3), nan or inf, read as the types of the export's parameters.`

/** Adds `weft run`. */
export function addRunCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('run')
    .argument('<guest>', 'a core module: .wasm, or .wat (text)')
    .argument('[args...]', 'arguments of the guest, behind --')
    .summary('run a guest')
    .description('Run a guest: its exports given by --invoke, or else its _start.')
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
    .option(
      '--env <name=value>',
      'WASI: an environment variable; may be given several times',
      parseEnvironment,
    )
    .option('--dir <host::guest>', 'WASI: a folder; may be given several times', parseDirectory)
    .option('--json', 'print one JSON object: { results, devices, fallbacks, failures, exitCode }')
    .addHelpText('after', examples)
    .action(async (guest: string, guestArguments: string[], options: RunOptions) => {
      setExitCode(await run(guest, guestArguments, options))
    })
}

async function run(guest: string, guestArguments: readonly string[], options: RunOptions): Promise<number> {
  silenceWasiWarning()
  const settings = settingsOf(guest, guestArguments, options)
  const reporter = new Reporter(options.json === true, settings.host)
  try {
    const exitCode = await runGuest(await loadModule(guest), settings, reporter)
    reporter.finish(exitCode)
    return exitCode
  } catch (error) {
    reporter.fail(error)
    throw error
  }
}

function settingsOf(guest: string, guestArguments: readonly string[], options: RunOptions): RunSettings {
  const { device, threads, strict, memory, deviceNumbers, timeout, float } = options
  const host = {
    device,
    strict,
    memory,
    deviceNumbers,
    threads,
    timeLimitMs: timeout,
  }
  // With --json stdout belongs to the report: what the guest writes there goes to stderr.
  const stdout = options.json === true ? 2 : 1
  const wasi = {
    args: [guest, ...guestArguments],
    env: options.env ?? {},
    preopens: options.dir ?? {},
    stdout,
  }
  return { host, invocations: options.invoke ?? [], wasi, float }
}
