import { type Command, Option } from 'commander'
import type { KernelOptions } from '../kernel/show-kernels.js'
import { floatOption, parseCount } from '../option-values.js'

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
      const { showKernels } = await import('../kernel/show-kernels.js')
      setExitCode(await showKernels(file, options))
    })
}
