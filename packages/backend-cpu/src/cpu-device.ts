import {
  bufferArguments,
  checkCall,
  checkKernel,
  type Device,
  type DeviceBuffer,
  type DeviceInfo,
  DeviceMemory,
  type ExecReport,
  type KernelCall,
  type KernelModule,
  layDownStatics,
  type MaybePromise,
  type PreparedKernel,
  stackPointerOf,
} from '@weft/backend'
import {
  CancelledError,
  DeviceLostError,
  InvalidKernelError,
  LimitError,
  UnsupportedKernelError,
  WrongDeviceError,
} from '@weft/core'
import { maximumArguments, maximumGlobals } from './control-block.js'
import { CpuKernel, type InstalledKernel } from './cpu-kernel.js'
import { runAlone, runTogether, runWatched, runWatchedAsync, type Work } from './dispatch.js'
import type { Pool } from './pool.js'

/** Memories of callers that a kernel stays installed on; without a limit, memories would live as long as kernels. */
const maximumMemories = 8

/** Longer than any call: stands for no time limit where one is computed with. */
const foreverMs = 2 ** 40

/** Every CPU core: a memory of its own, and a pool of workers. After it is disposed, every use is a `DeviceLostError`. */
export class CpuDevice implements Device {
  readonly info: DeviceInfo
  private readonly threads: number
  private readonly pool: Pool
  private openMemory: DeviceMemory | undefined
  private readonly kernels = new Set<CpuKernel>()
  private readonly onDispose: () => void
  private readonly rangeOf = (buffer: DeviceBuffer) => this.memory().rangeOf(buffer)

  /** `onDispose` is called once, when the device no longer needs the pool. */
  constructor(info: DeviceInfo, pool: Pool, onDispose: () => void) {
    this.info = info
    this.threads = info.limits.parallelism
    this.openMemory = new DeviceMemory(info.limits.maximumStaticBytes)
    this.pool = pool
    this.onDispose = onDispose
  }

  createBuffer(sizeBytes: number, access: DeviceBuffer['access']): DeviceBuffer {
    return this.memory().createBuffer(sizeBytes, access)
  }

  write(buffer: DeviceBuffer, source: Uint8Array): void {
    this.memory().write(buffer, source)
  }

  read(buffer: DeviceBuffer, target: Uint8Array): void {
    this.memory().read(buffer, target)
  }

  prepare(module: KernelModule, signal?: AbortSignal): PreparedKernel {
    const device = this.memory()
    refuseAborted(signal)
    checkKernel(this.info, module)
    checkCounts(module)
    device.ensureFor(module)
    const kernel = new CpuKernel(module, this, () => this.release(kernel))
    this.kernels.add(kernel)
    if (!module.stack) this.install(kernel, device.memory, [], 0)
    return kernel
  }

  exec(call: KernelCall, signal?: AbortSignal): MaybePromise<ExecReport> {
    const device = this.memory()
    refuseAborted(signal)
    const kernel = this.kernelOf(call.kernel)
    checkCall(this.info, call, this.rangeOf)
    if (signal) return this.execAsync(kernel, call, signal)
    if (call.iterations === 0) return { parallelism: 0, groupSize: 0, blockSize: call.blockSize || 1 }
    if (this.pool.queue.isBusy) return this.execBeside(call, kernel, device)
    const work = this.workOf(call, kernel, device)
    this.layDown(call, device)
    if (call.timeLimitMs !== undefined) return runWatched(work, this.pool, this.threads, call.timeLimitMs)
    const alone =
      this.threads === 1 ||
      work.iterations === 1 ||
      kernel.policy.runsAlone(work.iterations, this.pool.lateJoinCount)
    return alone ? runAlone(work) : runTogether(work, this.pool, this.threads)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.openMemory) return
    // A call of this device that still runs cannot go on without it.
    if ([...this.kernels].some((kernel) => kernel.pending > 0)) await this.pool.kill()
    for (const kernel of [...this.kernels]) kernel.release()
    this.openMemory = undefined
    this.onDispose()
  }

  private memory(): DeviceMemory {
    if (this.openMemory) return this.openMemory
    throw new DeviceLostError('the CPU device was closed: open it again with backend.open')
  }

  private kernelOf(prepared: PreparedKernel): CpuKernel {
    if (!(prepared instanceof CpuKernel) || prepared.owner !== this) {
      throw new WrongDeviceError('the kernel was prepared on another device: prepare it on this one')
    }
    if (prepared.released) throw new InvalidKernelError('the kernel was released: prepare it again')
    return prepared
  }

  private workOf(call: KernelCall, kernel: CpuKernel, device: DeviceMemory): Work {
    return {
      kernel,
      installed: this.installedFor(call, kernel, device),
      iterations: call.iterations,
      blockSize: call.blockSize === 0 ? 1 : call.blockSize,
      buffers: bufferArguments(call, this.rangeOf),
      globals: call.globals ?? kernel.initialGlobals,
    }
  }

  private installedFor(call: KernelCall, kernel: CpuKernel, device: DeviceMemory): InstalledKernel {
    const memory = call.memory ?? device.memory
    const installed = kernel.installedOn(memory)
    const { stack } = kernel.kernel
    const given = call.memory && call.stacks
    if (installed && (!stack || !given || installed.stacksAddress === given.address)) return installed
    this.makeRoom(kernel, memory)
    if (!stack) return this.install(kernel, memory, [], 0)
    const count = given ? this.threads : this.threads + 1
    const stacks = given ?? {
      address: device.allocate(count * stack.sizeBytes),
      sizeBytes: count * stack.sizeBytes,
    }
    // A watched job has one worker more and no caller: where there are no more stacks, that worker has the caller's.
    const tops = Array.from({ length: this.threads + 1 }, (_, thread) =>
      stackPointerOf(stacks, stack, thread % count),
    )
    return this.install(kernel, memory, tops, stacks.address)
  }

  private install(
    kernel: CpuKernel,
    memory: WebAssembly.Memory,
    tops: readonly number[],
    address: number,
  ): InstalledKernel {
    const installed = kernel.installOn(memory, tops, address)
    this.pool.install(installed.installation)
    return installed
  }

  private release(kernel: CpuKernel): void {
    this.kernels.delete(kernel)
    for (const memory of [...kernel.installed.keys()]) this.uninstall(kernel, memory)
  }

  /** Drops what the new installation replaces, and the oldest on a caller's memory where there are many. */
  private makeRoom(kernel: CpuKernel, memory: WebAssembly.Memory): void {
    this.uninstall(kernel, memory)
    if (kernel.installed.size < maximumMemories || kernel.pending > 0) return
    for (const candidate of kernel.installed.keys()) {
      if (candidate === this.openMemory?.memory) continue
      this.uninstall(kernel, candidate)
      return
    }
  }

  private uninstall(kernel: CpuKernel, memory: WebAssembly.Memory): void {
    const installed = kernel.uninstall(memory)
    if (!installed) return
    this.pool.remove(installed.installation.slot)
    if (kernel.kernel.stack && memory === this.openMemory?.memory)
      this.openMemory.free(installed.stacksAddress)
  }

  private layDown(call: KernelCall, device: DeviceMemory): void {
    const { kernel } = call.kernel
    if (call.memory || kernel.staticBytes === 0) return
    layDownStatics(device.memory, kernel.staticBytes, call.statics ?? kernel.statics)
  }

  /** A call without a signal while one with a signal has the workers: the calling thread does it alone. */
  private execBeside(call: KernelCall, kernel: CpuKernel, device: DeviceMemory): ExecReport {
    const { stack, staticBytes } = kernel.kernel
    if (call.timeLimitMs !== undefined || stack || (staticBytes > 0 && !call.memory)) {
      throw new LimitError(
        'a call with an AbortSignal has the workers: wait for it, or give this one a signal too',
      )
    }
    return runAlone(this.workOf(call, kernel, device))
  }

  private async execAsync(kernel: CpuKernel, call: KernelCall, signal: AbortSignal): Promise<ExecReport> {
    kernel.pending++
    try {
      return await this.pool.queue.add(() => this.execQueued(kernel, call, signal), signal)
    } finally {
      kernel.endCall()
    }
  }

  /** What the call names may have changed while it waited: it is checked and looked up again. */
  private async execQueued(kernel: CpuKernel, call: KernelCall, signal: AbortSignal): Promise<ExecReport> {
    const device = this.memory()
    refuseAborted(signal)
    checkCall(this.info, call, this.rangeOf)
    if (call.iterations === 0) return { parallelism: 0, groupSize: 0, blockSize: call.blockSize || 1 }
    const work = this.workOf(call, kernel, device)
    this.layDown(call, device)
    return runWatchedAsync(work, this.pool, this.threads, call.timeLimitMs ?? foreverMs, signal)
  }
}

function checkCounts(module: KernelModule): void {
  const diagnostics = []
  if (3 + 2 * module.bufferCount + 1 > maximumArguments) {
    diagnostics.push({
      rule: 'buffer-count',
      message: `${module.bufferCount} buffers are more than a kernel can take here`,
    })
  }
  if (module.globals.length > maximumGlobals) {
    diagnostics.push({
      rule: 'global-count',
      message: `${module.globals.length} mutable globals are more than ${maximumGlobals}`,
      workaround: 'pass them in a buffer',
    })
  }
  if (diagnostics.length > 0) throw new UnsupportedKernelError(diagnostics)
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError({ cause: signal.reason })
}
