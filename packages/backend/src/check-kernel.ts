import {
  assertBytes,
  assertIntegerIn,
  assertU32,
  InvalidKernelError,
  OutOfBoundsError,
  UnsupportedKernelError,
} from '@weft/core'
import type { DeviceInfo, KernelModule, StaticData } from './interface.js'

/** Parameters of a kernel in front of its buffers. */
const fixedParameters = 3

/**
 * What every device checks of a kernel before it compiles it. Throws `UnsupportedKernelError` for more static data
 * than the device has room for, `OutOfBoundsError` for data outside `staticBytes`.
 */
export function checkKernel(info: DeviceInfo, kernel: KernelModule): void {
  assertBytes('kernel.bytes', kernel.bytes)
  assertU32('kernel.bufferCount', kernel.bufferCount)
  assertU32('kernel.staticBytes', kernel.staticBytes)
  if (kernel.memoryBytes !== undefined) assertIntegerIn('kernel.memoryBytes', kernel.memoryBytes, 0, 2 ** 32)
  const { maximumStaticBytes } = info.limits
  if (kernel.staticBytes > maximumStaticBytes) {
    const message = `static data of ${kernel.staticBytes} bytes is more than the ${maximumStaticBytes} of ${info.name}`
    throw new UnsupportedKernelError([
      { rule: 'static-data-size', message, workaround: 'pass large tables as a buffer' },
    ])
  }
  checkStatics(kernel.statics, kernel.staticBytes)
}

/** Throws `OutOfBoundsError` unless every piece lies in `[0, staticBytes)`. */
export function checkStatics(statics: readonly StaticData[], staticBytes: number): void {
  for (const { address, bytes } of statics) {
    if (address >= 0 && address + bytes.length <= staticBytes) continue
    throw new OutOfBoundsError(
      `static data at ${address}, ${bytes.length} bytes long, leaves the kernel's [0, ${staticBytes})`,
    )
  }
}

/**
 * Compiles a kernel on the calling thread, for devices that run it as it is. Throws `InvalidKernelError` for bytes
 * that are no module, and for a module without the imports and exports that `KernelModule` asks for.
 */
export function compileKernel(kernel: KernelModule): WebAssembly.Module {
  let module: WebAssembly.Module
  try {
    module = new WebAssembly.Module(kernel.bytes as Uint8Array<ArrayBuffer>)
  } catch (cause) {
    throw new InvalidKernelError(`the kernel is no valid WebAssembly module: ${messageOf(cause)}`, { cause })
  }
  checkKernelModule(module, kernel)
  return module
}

/** Throws `InvalidKernelError` unless the module has the imports and exports that `KernelModule` asks for. */
export function checkKernelModule(module: WebAssembly.Module, kernel: KernelModule): void {
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (from === '' && name === 'memory' && kind === 'memory') continue
    throw new InvalidKernelError(
      `the kernel imports ${kind} "${from}" "${name}"; it may only import memory "" "memory"`,
    )
  }
  const exports = WebAssembly.Module.exports(module)
  requireExport(exports, 'kernel', 'function')
  if (kernel.stack !== undefined) requireExport(exports, kernel.stack.exportName, 'global')
  for (const { exportName } of kernel.globals) requireExport(exports, exportName, 'global')
}

/** A kernel function takes its three fixed parameters and two for each buffer. Throws `InvalidKernelError`. */
export function checkKernelArity(parameterCount: number, kernel: Pick<KernelModule, 'bufferCount'>): void {
  const expected = fixedParameters + 2 * kernel.bufferCount
  if (parameterCount === expected) return
  throw new InvalidKernelError(
    `the kernel takes ${parameterCount} parameters; with ${kernel.bufferCount} buffers it must take ${expected}`,
  )
}

/**
 * Makes an instance of a kernel on `memory`, for devices that run it as it is. Throws `InvalidKernelError` if the
 * memory is not one it accepts, or if its parameters do not fit `bufferCount`.
 */
export function instantiateKernel(
  module: WebAssembly.Module,
  kernel: Pick<KernelModule, 'bufferCount'>,
  memory: WebAssembly.Memory,
): WebAssembly.Instance {
  let instance: WebAssembly.Instance
  try {
    instance = new WebAssembly.Instance(module, { '': { memory } })
  } catch (cause) {
    throw new InvalidKernelError(`the kernel cannot run on the memory it is given: ${messageOf(cause)}`, {
      cause,
    })
  }
  checkKernelArity((instance.exports.kernel as () => void).length, kernel)
  return instance
}

function requireExport(
  exports: readonly WebAssembly.ModuleExportDescriptor[],
  exportName: string,
  kind: WebAssembly.ImportExportKind,
): void {
  if (exports.some((entry) => entry.name === exportName && entry.kind === kind)) return
  throw new InvalidKernelError(`the kernel exports no ${kind} "${exportName}"`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
