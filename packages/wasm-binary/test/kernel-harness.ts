import { UnsupportedKernelError } from '@weft/core'
import { decodeModule, type ExtractedKernel, extractKernel } from '../src/index.js'
import { assemble } from './assemble.js'

type Call = (...parameters: number[]) => void

interface GuestExports {
  readonly memory?: WebAssembly.Memory
  readonly kernel: Call
}

/** Extracts the function that a guest exports as `name`. */
export function extractExport(bytes: Uint8Array<ArrayBuffer>, name = 'kernel'): ExtractedKernel {
  const module = decodeModule(bytes)
  const found = module.exports.find((entry) => entry.name === name)
  if (found === undefined) throw new TypeError(`the guest does not export ${name}`)
  return extractKernel(module, found.index)
}

export function extractText(text: string): ExtractedKernel {
  return extractExport(assemble(text, { names: true }))
}

/** The diagnostics of a kernel that cannot be extracted. */
export function diagnosticsOf(run: () => unknown): UnsupportedKernelError['diagnostics'] {
  try {
    run()
  } catch (error) {
    if (error instanceof UnsupportedKernelError) return error.diagnostics
    throw error
  }
  throw new TypeError('nothing was refused')
}

/** Starts a guest as it is. */
export function instantiateGuest(
  bytes: Uint8Array<ArrayBuffer>,
  imports: WebAssembly.Imports = {},
): GuestExports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as unknown as GuestExports
}

export interface KernelInstance {
  readonly kernel: Call
  readonly exports: Record<string, WebAssembly.ExportValue>
}

/** Starts an extracted kernel on a memory, its stack (if it has one) below `stackTop`. */
export function instantiateKernel(
  kernel: ExtractedKernel,
  memory: WebAssembly.Memory,
  stackTop?: number,
): KernelInstance {
  const module = new WebAssembly.Module(kernel.bytes as Uint8Array<ArrayBuffer>)
  const { exports } = new WebAssembly.Instance(module, { '': { memory } })
  if (kernel.stack !== undefined && stackTop !== undefined) {
    ;(exports[kernel.stack.exportName] as WebAssembly.Global).value = stackTop
  }
  return { kernel: exports.kernel as Call, exports }
}

export function sharedMemory(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true })
}

export function layDownStatics(kernel: ExtractedKernel, memory: WebAssembly.Memory): void {
  for (const { address, bytes } of kernel.statics) new Uint8Array(memory.buffer).set(bytes, address)
}

/** How a call ended: nothing, or the engine's message of the trap. */
export function outcome(call: () => void): string | undefined {
  try {
    call()
    return undefined
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return error.message
    throw error
  }
}
