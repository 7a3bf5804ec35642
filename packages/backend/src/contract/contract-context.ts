import type { BufferAccess } from '@weft/spec'
import type {
  Backend,
  BufferArgument,
  Device,
  DeviceBuffer,
  DeviceInfo,
  ExecReport,
  KernelCall,
  KernelModule,
  OpenOptions,
} from '../interface.js'

/** A call as most cases need it: one iteration, block size 1 and no buffers where left out. */
export type ContractCall = Partial<Omit<KernelCall, 'kernel'>>

/** What a case works with. Buffers and devices it asks for are given back when the case ends. */
export class ContractContext {
  readonly backend: Backend
  readonly device: Device
  readonly info: DeviceInfo
  private readonly openOptions: OpenOptions | undefined
  private readonly buffers: DeviceBuffer[] = []
  private readonly otherDevices: Device[] = []

  constructor(backend: Backend, device: Device, openOptions?: OpenOptions) {
    this.backend = backend
    this.device = device
    this.info = device.info
    this.openOptions = openOptions
  }

  /** Opens the same device once more. */
  async openAnother(): Promise<Device> {
    const device = await this.backend.open(this.info, this.openOptions)
    this.otherDevices.push(device)
    return device
  }

  /** A new buffer of that many bytes. */
  empty(sizeBytes: number, access: BufferAccess = 'read_write'): DeviceBuffer {
    const buffer = this.device.createBuffer(sizeBytes, access)
    this.buffers.push(buffer)
    return buffer
  }

  /** A new buffer with a copy of `data`. */
  async filled(data: ArrayBufferView): Promise<DeviceBuffer> {
    const buffer = this.empty(data.byteLength)
    await this.device.write(buffer, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    return buffer
  }

  /** The buffer's bytes. */
  async bytes(buffer: DeviceBuffer): Promise<Uint8Array<ArrayBuffer>> {
    const target = new Uint8Array(buffer.sizeBytes)
    await this.device.read(buffer, target)
    return target
  }

  /** The buffer's contents as 32-bit words; its size must be a multiple of 4. */
  async words(buffer: DeviceBuffer): Promise<Int32Array> {
    return new Int32Array((await this.bytes(buffer)).buffer)
  }

  /** Prepares, runs and releases a kernel. */
  async run(kernel: KernelModule, call: ContractCall = {}, signal?: AbortSignal): Promise<ExecReport> {
    const prepared = await this.device.prepare(kernel)
    try {
      const defaults = { iterations: 1, blockSize: 1, inBuffers: noBuffers, outBuffers: noBuffers }
      return await this.device.exec({ ...defaults, ...call, kernel: prepared }, signal)
    } finally {
      prepared.release()
    }
  }

  /** Frees the case's buffers and closes the devices it opened. */
  async close(): Promise<void> {
    for (const buffer of this.buffers) buffer.free()
    for (const device of this.otherDevices) await device[Symbol.asyncDispose]()
  }
}

const noBuffers: readonly BufferArgument[] = []
