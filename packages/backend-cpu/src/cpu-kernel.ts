import { checkKernelArity, checkKernelModule, type KernelModule, type PreparedKernel } from '@weft/backend'
import { InvalidKernelError } from '@weft/core'
import { ChunkPolicy } from './chunking.js'
import { addDriver, type DrivenKernel } from './driver.js'
import { leadingParameters } from './driver-layout.js'
import { instantiateKernel, type KernelInstallation, type KernelInstance } from './kernel-instance.js'

/** A kernel on one memory: what the workers were told of it, and the caller's own instance. */
export interface InstalledKernel {
  readonly installation: KernelInstallation
  readonly caller: KernelInstance
  /** The address of the stacks it was installed with. */
  readonly stacksAddress: number
}

let nextSlot = 1

/** A compiled kernel of a CPU device. */
export class CpuKernel implements PreparedKernel {
  readonly kernel: KernelModule
  readonly driven: DrivenKernel
  readonly policy = new ChunkPolicy()
  readonly installed = new Map<WebAssembly.Memory, InstalledKernel>()
  /** The last that was asked for: calls come in runs on one memory. */
  private latest: InstalledKernel | undefined
  readonly initialGlobals: readonly (number | bigint)[]
  readonly owner: object
  released = false
  /** Asynchronous calls that run or wait: what they were given stays until they have ended. */
  pending = 0
  private readonly module: WebAssembly.Module
  private readonly onRelease: (kernel: CpuKernel) => void

  /** Throws `InvalidKernelError` for bytes that are no kernel module. */
  constructor(kernel: KernelModule, owner: object, onRelease: (kernel: CpuKernel) => void) {
    this.kernel = kernel
    this.initialGlobals = kernel.globals.map((global) => global.initial)
    this.owner = owner
    this.onRelease = onRelease
    try {
      this.driven = addDriver(kernel.bytes)
      this.module = new WebAssembly.Module(this.driven.bytes)
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new InvalidKernelError(`the kernel is no valid module: ${message}`, { cause })
    }
    checkKernelModule(this.module, kernel)
  }

  /** The kernel on a memory, if it was installed there. */
  installedOn(memory: WebAssembly.Memory): InstalledKernel | undefined {
    if (this.latest?.installation.memory !== memory) this.latest = this.installed.get(memory)
    return this.latest
  }

  /** Makes the kernel ready for a memory; `stackTops` has the upper end of each thread's stack. */
  installOn(
    memory: WebAssembly.Memory,
    stackTops: readonly number[],
    stacksAddress: number,
  ): InstalledKernel {
    const { globals, stack } = this.kernel
    const installation: KernelInstallation = {
      slot: nextSlot++,
      module: this.module,
      memory,
      globals: globals.map(({ exportName, type }) => ({ exportName, type })),
      stack: stack && { exportName: stack.exportName, tops: stackTops },
    }
    const caller = instantiateKernel(installation, 0)
    checkKernelArity(caller.run.length - leadingParameters + 3, this.kernel)
    const installed = { installation, caller, stacksAddress }
    this.installed.set(memory, installed)
    this.latest = installed
    return installed
  }

  /** Forgets the kernel on a memory, and returns what was installed there. */
  uninstall(memory: WebAssembly.Memory): InstalledKernel | undefined {
    const installed = this.installed.get(memory)
    this.installed.delete(memory)
    if (this.latest === installed) this.latest = undefined
    return installed
  }

  release(): void {
    if (this.released) return
    this.released = true
    if (this.pending === 0) this.onRelease(this)
  }

  /** An asynchronous call has ended. */
  endCall(): void {
    this.pending--
    if (this.released && this.pending === 0) this.onRelease(this)
  }
}
