import type { CompileOptions } from '@weft/wgsl'
import { CommandError } from '../cli-error.js'
import { loadModule } from '../load-module.js'
import { compileFound, isRefused } from './compile-found.js'
import { findKernels } from './find-kernels.js'
import {
  formatKernelList,
  formatRefusals,
  formatShader,
  type KernelResult,
  kernelReport,
} from './report-kernels.js'
import { selectKernels } from './select-kernel.js'

export interface KernelOptions extends Pick<CompileOptions, 'float' | 'bounds' | 'workgroupSize'> {
  readonly function?: string
  readonly json?: true
}

/** What `weft kernel` does; returns the exit code. */
export async function showKernels(file: string, options: KernelOptions): Promise<number> {
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
