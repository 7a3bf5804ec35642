import type { CompileOptions } from '@weft/wgsl'
import { type Command, Option } from 'commander'
import { CommandError } from '../cli-error.js'
import { compileFound, isRefused } from '../kernel/compile-found.js'
import { findKernels } from '../kernel/find-kernels.js'
import {
  formatKernelList,
  formatRefusals,
  formatShader,
  type KernelResult,
  kernelReport,
} from '../kernel/report-kernels.js'
import { selectKernels } from '../kernel/select-kernel.js'
import { loadModule } from '../load-module.js'
import { floatOption, parseCount } from '../option-values.js'

interface KernelOptions extends Pick<CompileOptions, 'float' | 'bounds' | 'workgroupSize'> {
  readonly function?: string
  readonly json?: true
}

const examples = `
Examples:
  weft kernel guest.wasm                         the shader of its kernel, or a list of its kernels
  weft kernel guest.wasm --function fill         the shader of the function $fill
  weft kernel guest.wasm --function 7 --float strict

The shader goes to stdout, with a comment in front of every function; what cannot run on a GPU goes to stderr, and makes
the exit code 1.`

/** Adds `weft kernel`. */
export function addKernelCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('kernel')
    .argument('<file>', 'a guest or a kernel module: .wasm, or .wat (text)')
    .summary('show a kernel as the GPU gets it')
    .description('Show the WGSL of a kernel, or every reason why it cannot run on a GPU.')
    .option('--function <name|index>', 'which one; without it the only kernel, or a list')
    .addOption(floatOption())
    .addOption(
      new Option(
        '--bounds <mode>',
        'check: accesses out of bounds trap; clamp: they go anywhere, untold',
      ).choices(['check', 'clamp']),
    )
    .option('--workgroup-size <n>', 'invocations in a workgroup (default: 64)', parseCount)
    .option('--json', 'print one JSON object: { kernels }')
    .addHelpText('after', examples)
    .action(async (file: string, options: KernelOptions) => {
      setExitCode(await showKernels(file, options))
    })
}

async function showKernels(file: string, options: KernelOptions): Promise<number> {
  const loaded = await loadModule(file)
  const all = findKernels(loaded)
  const chosen = options.function === undefined ? all : selectKernels(loaded.module, all, options.function)
  if (chosen.length === 0) {
    throw new CommandError(
      `${file} has no kernel: no export "kernel", no function in a table, no module in its data`,
    )
  }
  const { float, bounds, workgroupSize } = options
  const results = chosen.map((kernel) => ({
    kernel,
    gpu: compileFound(kernel, { float, bounds, workgroupSize }),
  }))
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ kernels: results.map(kernelReport) })}\n`)
    return exitCodeFor(results)
  }
  if (results.length > 1) {
    process.stdout.write(formatKernelList(results))
    process.stderr.write('choose one with --function NAME or --function INDEX\n')
    return 0
  }
  return show(file, results[0]!)
}

function show(file: string, { kernel, gpu }: KernelResult): number {
  if (isRefused(gpu)) throw new CommandError(formatRefusals([{ kernel, gpu }]))
  process.stdout.write(formatShader(file, { kernel, gpu }))
  return 0
}

function exitCodeFor(results: readonly KernelResult[]): number {
  return results.length === 1 && isRefused(results[0]!.gpu) ? 1 : 0
}
