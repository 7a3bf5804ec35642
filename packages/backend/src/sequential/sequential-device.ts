import { CancelledError, DeviceLostError, InvalidKernelError, WrongDeviceError } from '@weft/core'
import type { BufferAccess } from '@weft/spec'
import { layDownStatics, stackPointerOf } from '../call-values.js'
import { bufferArguments, checkCall } from '../check-call.js'
import { checkKernel } from '../check-kernel.js'
import { DeviceMemory } from '../device-memory.js'
import type {
  Device,
  DeviceBuffer,
  DeviceInfo,
  ExecReport,
  KernelCall,
  KernelModule,
  PreparedKernel,
} from '../interface.js'
import { SequentialKernel } from './sequential-kernel.js'

/** Runs one iteration after the other on the calling thread. After it is disposed, every use is a `DeviceLostError`. */
export class SequentialDevice implements Device {
  readonly info: DeviceInfo
  private openMemory: DeviceMemory | undefined
  /** The compiled form of every kernel prepared here; `undefined` once it is released. */
  private readonly kernels = new WeakMap<PreparedKernel, SequentialKernel | undefined>()
  private stackAddress = 0
  private stackBytes = 0

  constructor(info: DeviceInfo) {
    this.info = info
    this.openMemory = new DeviceMemory(info.limits.maximumStaticBytes)
  }

  createBuffer(sizeBytes: number, access: BufferAccess): DeviceBuffer {
    return this.memory().createBuffer(sizeBytes, access)
  }

  write(buffer: DeviceBuffer, source: Uint8Array): void {
    this.memory().write(buffer, source)
  }

  read(buffer: DeviceBuffer, target: Uint8Array): void {
    this.memory().read(buffer, target)
  }

  prepare(kernel: KernelModule, signal?: AbortSignal): PreparedKernel {
    const device = this.memory()
    refuseAborted(signal)
    checkKernel(this.info, kernel)
    device.ensureFor(kernel)
    const compiled = new SequentialKernel(kernel)
    compiled.instanceOn(device.memory)
    const prepared: PreparedKernel = { kernel, release: () => void this.kernels.set(prepared, undefined) }
    this.kernels.set(prepared, compiled)
    return prepared
  }

  exec(call: KernelCall, signal?: AbortSignal): ExecReport {
    const device = this.memory()
    refuseAborted(signal)
    const kernel = this.kernelOf(call.kernel)
    checkCall(this.info, call, (buffer) => device.rangeOf(buffer))
    const blockSize = call.blockSize === 0 ? 1 : call.blockSize
    const buffers = bufferArguments(call, (buffer) => device.rangeOf(buffer))
    const stackPointer = this.stackPointer(call, device)
    if (call.memory === undefined) layDown(call, device)
    kernel.run(call, call.memory ?? device.memory, blockSize, buffers, stackPointer)
    return { parallelism: 1, groupSize: 1, blockSize }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.openMemory = undefined
  }

  private memory(): DeviceMemory {
    if (this.openMemory !== undefined) return this.openMemory
    throw new DeviceLostError('the sequential device was closed: open it again with backend.open')
  }

  private kernelOf(prepared: PreparedKernel): SequentialKernel {
    const kernel = this.kernels.get(prepared)
    if (kernel !== undefined) return kernel
    if (this.kernels.has(prepared)) throw new InvalidKernelError('the kernel was released: prepare it again')
    throw new WrongDeviceError('the kernel was prepared on another device: prepare it on this one')
  }

  private stackPointer(call: KernelCall, device: DeviceMemory): number | undefined {
    const { stack } = call.kernel.kernel
    if (stack === undefined) return undefined
    if (call.stacks !== undefined && call.memory !== undefined) return stackPointerOf(call.stacks, stack)
    if (stack.sizeBytes > this.stackBytes) this.growStack(stack.sizeBytes, device)
    return stackPointerOf({ address: this.stackAddress, sizeBytes: this.stackBytes }, stack)
  }

  /** Frees the small stack first, so that a failure leaves none and the next call tries again. */
  private growStack(sizeBytes: number, device: DeviceMemory): void {
    if (this.stackBytes > 0) device.free(this.stackAddress)
    this.stackBytes = 0
    this.stackAddress = device.allocate(sizeBytes)
    this.stackBytes = sizeBytes
  }
}

function layDown(call: KernelCall, device: DeviceMemory): void {
  const { kernel } = call.kernel
  layDownStatics(device.memory, kernel.staticBytes, call.statics ?? kernel.statics)
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError({ cause: signal.reason })
}
