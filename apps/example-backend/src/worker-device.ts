import {
  bufferArguments,
  checkCall,
  checkKernel,
  compileKernel,
  type Device,
  type DeviceBuffer,
  type DeviceInfo,
  DeviceMemory,
  type ExecReport,
  instantiateKernel,
  type KernelCall,
  type KernelModule,
  layDownStatics,
  type PreparedKernel,
} from '@weft/backend'
import { DeviceLostError, InvalidKernelError, WrongDeviceError } from '@weft/core'
import { CallStack } from './call-stack.js'
import { KernelThread } from './kernel-thread.js'

/** Given to kernels when the caller leaves the block size to the device. */
const defaultBlockSize = 64

export class WorkerDevice implements Device {
  readonly info: DeviceInfo
  private openMemory: DeviceMemory | undefined
  private readonly thread = new KernelThread()
  private readonly modules = new WeakMap<PreparedKernel, WebAssembly.Module | undefined>()
  private lastStep: Promise<unknown> = Promise.resolve()

  constructor(info: DeviceInfo) {
    this.info = info
    this.openMemory = new DeviceMemory(info.limits.maximumStaticBytes)
  }

  createBuffer(sizeBytes: number, access: DeviceBuffer['access']): DeviceBuffer {
    return this.memory().createBuffer(sizeBytes, access)
  }

  write(buffer: DeviceBuffer, source: Uint8Array): Promise<void> {
    return this.inTurn(() => this.memory().write(buffer, source))
  }

  read(buffer: DeviceBuffer, target: Uint8Array): Promise<void> {
    return this.inTurn(() => this.memory().read(buffer, target))
  }

  async prepare(kernel: KernelModule): Promise<PreparedKernel> {
    const device = this.memory()
    checkKernel(this.info, kernel)
    const module = compileKernel(kernel)
    device.ensureFor(kernel)
    instantiateKernel(module, kernel, device.memory)
    const prepared: PreparedKernel = { kernel, release: () => void this.modules.set(prepared, undefined) }
    this.modules.set(prepared, module)
    return prepared
  }

  exec(call: KernelCall, signal?: AbortSignal): Promise<ExecReport> {
    return this.inTurn(() => this.run(call, signal))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.openMemory = undefined
    await this.thread.stop()
  }

  private memory(): DeviceMemory {
    if (this.openMemory !== undefined) return this.openMemory
    throw new DeviceLostError(`the device "${this.info.name}" was closed: open it again`)
  }

  private inTurn<T>(step: () => T | Promise<T>): Promise<T> {
    const result = this.lastStep.then(step)
    this.lastStep = result.catch(() => {})
    return result
  }

  private async run(call: KernelCall, signal: AbortSignal | undefined): Promise<ExecReport> {
    const device = this.memory()
    const module = this.moduleOf(call.kernel)
    checkCall(this.info, call, (buffer) => device.rangeOf(buffer))
    const { bytes, statics, ...kernel } = call.kernel.kernel
    const blockSize = call.blockSize === 0 ? defaultBlockSize : call.blockSize
    if (call.memory === undefined) layDownStatics(device.memory, kernel.staticBytes, call.statics ?? statics)
    using stack = new CallStack(call, device)
    const job = {
      module,
      kernel,
      memory: call.memory ?? device.memory,
      iterations: call.iterations,
      blockSize,
      buffers: bufferArguments(call, (buffer) => device.rangeOf(buffer)),
      globals: call.globals,
      stackPointer: stack.pointer,
    }
    await this.thread.run(job, call.timeLimitMs, signal)
    return { parallelism: 1, groupSize: 1, blockSize }
  }

  private moduleOf(prepared: PreparedKernel): WebAssembly.Module {
    const module = this.modules.get(prepared)
    if (module !== undefined) return module
    if (this.modules.has(prepared)) throw new InvalidKernelError('the kernel was released: prepare it again')
    throw new WrongDeviceError('the kernel was prepared on another device: prepare it on this one')
  }
}
