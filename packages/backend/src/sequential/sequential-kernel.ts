import { setKernelGlobals } from '../call-values.js'
import { compileKernel, instantiateKernel } from '../check-kernel.js'
import type { KernelCall, KernelModule } from '../interface.js'
import { trapErrorOf } from '../trap.js'

type KernelFunctionType = (...parameters: number[]) => void

/** A compiled kernel, and an instance of it for every memory it has run on. */
export class SequentialKernel {
  readonly kernel: KernelModule
  private readonly module: WebAssembly.Module
  private readonly instances = new WeakMap<WebAssembly.Memory, WebAssembly.Instance>()

  constructor(kernel: KernelModule) {
    this.kernel = kernel
    this.module = compileKernel(kernel)
  }

  /** Runs every iteration in order. Throws `KernelTrapError` for the first that traps. */
  run(
    call: KernelCall,
    memory: WebAssembly.Memory,
    blockSize: number,
    buffers: readonly number[],
    stackPointer?: number,
  ): void {
    const { exports } = this.instanceOn(memory)
    setKernelGlobals(exports, this.kernel, call.globals)
    if (this.kernel.stack !== undefined && stackPointer !== undefined) {
      const pointer = exports[this.kernel.stack.exportName] as WebAssembly.Global
      pointer.value = stackPointer
    }
    const kernel = exports.kernel as KernelFunctionType
    let iteration = 0
    try {
      for (; iteration < call.iterations; iteration++)
        kernel(iteration, call.iterations, blockSize, ...buffers)
    } catch (error) {
      throw trapErrorOf(error, iteration, this.kernel.functions)
    }
  }

  /** The instance for `memory`, made on first use. Throws `InvalidKernelError` if the kernel does not fit it. */
  instanceOn(memory: WebAssembly.Memory): WebAssembly.Instance {
    const present = this.instances.get(memory)
    if (present !== undefined) return present
    const instance = instantiateKernel(this.module, this.kernel, memory)
    this.instances.set(memory, instance)
    return instance
  }
}
