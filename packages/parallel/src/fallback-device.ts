import {
  type BufferArgument,
  type Device,
  type DeviceBuffer,
  type DeviceInfo,
  type ExecReport,
  isDeviceBuffer,
  type KernelCall,
  type KernelModule,
  type MaybePromise,
  type PreparedKernel,
} from '@weft/backend'
import {
  DeviceLostError,
  type KernelDiagnostic,
  UnsupportedKernelError,
  WeftError,
  WrongDeviceError,
} from '@weft/core'
import type { BufferAccess } from '@weft/spec'
import { contentKey } from './kernel-store.js'
import { MovingBuffer } from './moving-buffer.js'

/** A kernel that runs on another device than the one it was meant for. */
export interface KernelFallback {
  readonly refusedBy: DeviceInfo
  readonly chosen: DeviceInfo
  /** Every reason why the first device refused it. */
  readonly diagnostics: readonly KernelDiagnostic[]
}

export interface FallbackOptions {
  /** Opens the device that runs what the first one refuses; called when a kernel is first refused. */
  readonly openSpare: () => Promise<Device | undefined>
  /** Called once for each kernel. */
  readonly onFallback: (fallback: KernelFallback) => void
}

interface Placed {
  readonly device: Device
  readonly prepared: PreparedKernel
}

/**
 * A device that leaves the kernels it refuses (`UnsupportedKernelError`) to a spare one, and moves buffers between the
 * two as calls need them. It answers with promises. The spare device is not closed with it.
 */
export class FallbackDevice implements Device {
  readonly info: DeviceInfo
  private readonly first: Device
  private readonly options: FallbackOptions
  private readonly placed = new WeakMap<PreparedKernel, Placed>()
  private readonly buffers = new WeakSet<DeviceBuffer>()
  private readonly told = new Set<string>()
  private spare: Promise<Device | undefined> | undefined
  /** The last call; since a kernel was refused, calls wait for each other, because buffers may have to move. */
  private last: Promise<unknown> | undefined
  private closed = false

  constructor(first: Device, options: FallbackOptions) {
    const { supportsSharedMemory: _, supportsSynchronousCalls: __, ...info } = first.info
    this.info = info
    this.first = first
    this.options = options
  }

  createBuffer(sizeBytes: number, access: BufferAccess): DeviceBuffer {
    const buffer = new MovingBuffer(this.first, sizeBytes, access)
    this.buffers.add(buffer)
    return buffer
  }

  async write(buffer: DeviceBuffer, source: Uint8Array): Promise<void> {
    return this.inOrder(() => this.own(buffer).write(source))
  }

  async read(buffer: DeviceBuffer, target: Uint8Array): Promise<void> {
    return this.inOrder(() => this.own(buffer).read(target))
  }

  async prepare(kernel: KernelModule, signal?: AbortSignal): Promise<PreparedKernel> {
    this.checkOpen()
    try {
      return this.place(this.first, await this.first.prepare(kernel, signal))
    } catch (error) {
      if (!isUnsupported(error)) throw error
      return this.prepareOnSpare(kernel, error, signal)
    }
  }

  async exec(call: KernelCall, signal?: AbortSignal): Promise<ExecReport> {
    const placed = this.placed.get(call.kernel)
    if (placed === undefined) throw new WrongDeviceError('the kernel was prepared on another device')
    return this.inOrder(() => this.execOn(placed, call, signal))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closed = true
    await this.first[Symbol.asyncDispose]()
  }

  private place(device: Device, prepared: PreparedKernel): PreparedKernel {
    const handle: PreparedKernel = { kernel: prepared.kernel, release: () => prepared.release() }
    this.placed.set(handle, { device, prepared })
    return handle
  }

  private async prepareOnSpare(
    kernel: KernelModule,
    refusal: UnsupportedKernelError,
    signal: AbortSignal | undefined,
  ): Promise<PreparedKernel> {
    this.spare ??= this.options.openSpare()
    const spare = await this.spare
    if (spare === undefined) throw refusal
    const prepared = await prepareToo(spare, kernel, refusal, signal)
    this.last ??= Promise.resolve()
    this.tell(spare, kernel, refusal)
    return this.place(spare, prepared)
  }

  private tell(spare: Device, kernel: KernelModule, { diagnostics }: UnsupportedKernelError): void {
    const key = contentKey(kernel.bytes)
    if (this.told.has(key)) return
    this.told.add(key)
    this.options.onFallback({ refusedBy: this.info, chosen: spare.info, diagnostics })
  }

  private execOn(
    placed: Placed,
    call: KernelCall,
    signal: AbortSignal | undefined,
  ): MaybePromise<ExecReport> {
    const { device } = placed
    const buffers = [...call.inBuffers, ...call.outBuffers].filter(isDeviceBuffer)
    const absent = buffers.map((buffer) => this.own(buffer)).filter((buffer) => !buffer.isCurrentOn(device))
    if (absent.length === 0) return this.execNow(placed, call, signal)
    return bringAll(absent, device).then(() => this.execNow(placed, call, signal))
  }

  private execNow({ device, prepared }: Placed, call: KernelCall, signal: AbortSignal | undefined) {
    const use = (buffer: BufferArgument) =>
      isDeviceBuffer(buffer) ? this.own(buffer).useOn(device, call.iterations > 0) : buffer
    const inBuffers = call.inBuffers.map(use)
    const outBuffers = call.outBuffers.map(use)
    return device.exec({ ...call, kernel: prepared, inBuffers, outBuffers }, signal)
  }

  private own(buffer: DeviceBuffer): MovingBuffer {
    if (buffer instanceof MovingBuffer && this.buffers.has(buffer)) return buffer
    throw new WrongDeviceError('the buffer belongs to another device: create one here and copy its contents')
  }

  /** The spare device may be open still, and would answer. */
  private checkOpen(): void {
    if (this.closed) throw new DeviceLostError(`the device ${this.info.name} was closed: open it again`)
  }

  private inOrder<T>(action: () => MaybePromise<T>): MaybePromise<T> {
    this.checkOpen()
    if (this.last === undefined) return action()
    const result = this.last.then(action)
    this.last = result.catch(() => {})
    return result
  }
}

/** One after the other: the content of each may take as much room again on its way. */
async function bringAll(buffers: readonly MovingBuffer[], device: Device): Promise<void> {
  for (const buffer of buffers) await buffer.bringTo(device)
}

/** Throws `UnsupportedKernelError` with the reasons of both devices. */
async function prepareToo(
  spare: Device,
  kernel: KernelModule,
  refusal: UnsupportedKernelError,
  signal: AbortSignal | undefined,
): Promise<PreparedKernel> {
  try {
    return await spare.prepare(kernel, signal)
  } catch (error) {
    if (!isUnsupported(error)) throw error
    throw new UnsupportedKernelError([...refusal.diagnostics, ...error.diagnostics])
  }
}

function isUnsupported(error: unknown): error is UnsupportedKernelError {
  return WeftError.isInstance(error) && error.code === 'unsupported-kernel'
}
