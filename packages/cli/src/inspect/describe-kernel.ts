import { formatDiagnostic } from '@weft/core'
import type { FloatMode } from '@weft/wgsl'
import { compileFound, type GpuKernel, isRefused } from '../kernel/compile-found.js'
import type { FoundKernel } from '../kernel/find-kernels.js'

/** What something is as a kernel, or every reason why it cannot be one. */
export type KernelReport = KernelFacts | { readonly problems: readonly string[] }

interface KernelFacts {
  readonly buffers: number
  /** Static data that is laid down before a call. */
  readonly staticBytes: number
  /** Shadow stack of each thread; 0 if it has none. */
  readonly stackBytes: number
  readonly mutableGlobals: number
  readonly functions: readonly string[]
  /** How a GPU computes its floats where nobody says otherwise, or every reason why a GPU cannot run it. */
  readonly gpu: { readonly float: FloatMode } | { readonly problems: readonly string[] }
}

/** A function in the guest's table that has the signature of a kernel. */
export interface TableKernelReport {
  /** Where it stands in the table; missing where that is not constant. */
  readonly index?: number
  readonly function: string
  readonly kernel: KernelReport
}

/** A kernel module in the guest's data. */
export interface DataKernelReport {
  readonly place: string
  readonly kernel: KernelReport
}

export function describeTableKernel(found: FoundKernel): TableKernelReport {
  const { tableIndex, name } = found
  return {
    ...(tableIndex === undefined ? {} : { index: tableIndex }),
    function: name,
    kernel: describeKernel(found),
  }
}

export function describeDataKernel(found: FoundKernel): DataKernelReport {
  return { place: found.place, kernel: describeKernel(found) }
}

export function describeKernel(found: FoundKernel): KernelReport {
  const kernel = compileFound(found)
  if (kernel.extracted === undefined) {
    return { problems: kernel.diagnostics.map(formatDiagnostic) }
  }
  const { bufferCount, statics, stack, globals, functions } = kernel.extracted
  return {
    buffers: bufferCount,
    staticBytes: statics.reduce((sum, { bytes }) => sum + bytes.length, 0),
    stackBytes: stack?.sizeBytes ?? 0,
    mutableGlobals: globals.length,
    functions: functions.map(({ name, sourceIndex }) =>
      name === undefined ? `function ${sourceIndex}` : `$${name}`,
    ),
    gpu: describeGpu(kernel),
  }
}

function describeGpu(kernel: GpuKernel): KernelFacts['gpu'] {
  if (isRefused(kernel)) return { problems: kernel.diagnostics.map(formatDiagnostic) }
  return { float: kernel.compiled.float }
}
