import { formatDiagnostic, UnsupportedKernelError, WeftError } from '@weft/core'
import { type ExtractedKernel, extractKernel, type Module, readKernel, readNames } from '@weft/wasm-binary'
import { messageOf } from '../print-error.js'
import { tableFunctions } from './table-functions.js'

/** What a module is as a kernel, or every reason why it cannot be one. */
export type KernelReport = KernelFacts | { readonly problems: readonly string[] }

interface KernelFacts {
  readonly buffers: number
  /** Static data that is laid down before a call. */
  readonly staticBytes: number
  /** Shadow stack of each thread; 0 if it has none. */
  readonly stackBytes: number
  readonly mutableGlobals: number
  readonly functions: readonly string[]
}

/** A function in the guest's table that has the signature of a kernel. */
export interface TableKernelReport {
  /** Where it stands in the table; missing where that is not constant. */
  readonly index?: number
  readonly function: string
  readonly kernel: KernelReport
}

/** What `bytes` is as a kernel module; undefined for a module that exports no `kernel`. */
export function describeKernelModule(bytes: Uint8Array, module: Module): KernelReport | undefined {
  if (!module.exports.some(({ name }) => name === 'kernel')) return undefined
  return reportOf(() => readKernel(bytes))
}

/** The functions of a module's tables that could be kernels of `parallel_for`. */
export function describeTableKernels(module: Module): TableKernelReport[] {
  const names = readNames(module).functions
  return tableFunctions(module).map(({ index, functionIndex }) => ({
    ...(index === undefined ? {} : { index }),
    function: names.has(functionIndex) ? `$${names.get(functionIndex)}` : `function ${functionIndex}`,
    kernel: reportOf(() => extractKernel(module, functionIndex)),
  }))
}

function reportOf(read: () => ExtractedKernel): KernelReport {
  try {
    const { bufferCount, statics, stack, globals, functions } = read()
    return {
      buffers: bufferCount,
      staticBytes: statics.reduce((sum, { bytes }) => sum + bytes.length, 0),
      stackBytes: stack?.sizeBytes ?? 0,
      mutableGlobals: globals.length,
      functions: functions.map(({ name, sourceIndex }) =>
        name === undefined ? `function ${sourceIndex}` : `$${name}`,
      ),
    }
  } catch (error) {
    if (!WeftError.isInstance(error)) throw error
    return {
      problems:
        error instanceof UnsupportedKernelError
          ? error.diagnostics.map(formatDiagnostic)
          : [messageOf(error)],
    }
  }
}
