import type { DeviceBuffer, DeviceInfo, ExecReport, MaybePromise } from '@weft/backend'
import {
  assertBytes,
  assertIntegerIn,
  assertOneOf,
  assertU32,
  InvalidHandleError,
  KernelSignatureError,
  SizeError,
  WrongDeviceError,
} from '@weft/core'
import { type BufferAccess, bufferAccesses } from '@weft/spec'
import { checkInput, checkOutput, checkReadable } from './access-rules.js'
import type { DeviceSession, OpenedDevice } from './device-session.js'
import type { KernelFallback } from './fallback-device.js'
import { endRun, type StoredKernel } from './kernel-store.js'
import { assertTimeLimit, type Settings } from './options.js'

/** A buffer in a device's memory, for direct use from TypeScript. Freed by `free`, `using`, or with its device. */
export interface ParallelBuffer extends Disposable {
  readonly sizeBytes: number
  readonly access: BufferAccess
  /** Copies `source` to the start of the buffer. Rejects with `SizeError` if it is longer. */
  write(source: ArrayBufferView): Promise<void>
  /** Fills `target` from the start of the buffer. Rejects with `SizeError` if it is longer, or `AccessError`. */
  read(target: ArrayBufferView): Promise<void>
  /** Idempotent; any later use is an `InvalidHandleError`. */
  free(): void
}

/** A kernel made ready on a device. */
export interface ParallelKernel {
  /** Number of buffers it takes, in-buffers and out-buffers together. */
  readonly bufferCount: number
}

export interface RunOptions {
  /** 0 to 2^32 − 1. */
  readonly iterations: number
  /** Given to the kernel as it is. Default 0: the device chooses, and the kernel sees what it chose. */
  readonly blockSize?: number | undefined
  readonly in?: readonly ParallelBuffer[] | undefined
  readonly out?: readonly ParallelBuffer[] | undefined
  /** Ends the kernel, on devices that support it (`DeviceInfo.supportsAbort`). */
  readonly signal?: AbortSignal | undefined
  /** Replaces the host's limit. */
  readonly timeLimitMs?: number | undefined
}

/** A device used directly from TypeScript, without a guest. Closing it frees its buffers. */
export interface ParallelDevice extends AsyncDisposable {
  readonly info: DeviceInfo
  /** Kernels that the CPU runs because the GPU cannot, in order; at most 1000. */
  readonly fallbacks: readonly KernelFallback[]
  /** Zero-filled; access is `read_write` if left out. Throws `SizeError`, `OutOfMemoryError`. */
  createBuffer(sizeBytes: number, access?: BufferAccess): ParallelBuffer
  /** Makes the bytes of a kernel module ready; the same bytes only once. */
  kernel(bytes: Uint8Array): Promise<ParallelKernel>
  /**
   * Runs a kernel once for every iteration. Rejects with `KernelTrapError`, `KernelSignatureError`, `AccessError`,
   * `WrongDeviceError`, `InvalidHandleError`, `TimeoutError`, `CancelledError`, `DeviceLostError`, and for bytes with
   * what `kernel` rejects with.
   */
  run(kernel: ParallelKernel | Uint8Array, options: RunOptions): Promise<ExecReport>
}

/** The device closes `session`, which it was opened in, with itself; then `onClose` is called. */
export function createParallelDevice(
  opened: OpenedDevice,
  session: DeviceSession,
  settings: Settings,
  onClose: (device: ParallelDevice) => void,
): ParallelDevice {
  return new DirectDevice(opened, session, settings, onClose)
}

class DirectDevice implements ParallelDevice {
  readonly info: DeviceInfo
  private readonly opened: OpenedDevice
  private readonly session: DeviceSession
  private readonly settings: Settings
  private readonly onClose: (device: ParallelDevice) => void
  private readonly buffers = new Set<DirectBuffer>()

  constructor(
    opened: OpenedDevice,
    session: DeviceSession,
    settings: Settings,
    onClose: (device: ParallelDevice) => void,
  ) {
    this.info = opened.info
    this.opened = opened
    this.session = session
    this.settings = settings
    this.onClose = onClose
  }

  get fallbacks(): readonly KernelFallback[] {
    return this.session.fallbacks
  }

  createBuffer(sizeBytes: number, access: BufferAccess = 'read_write'): ParallelBuffer {
    assertIntegerIn('sizeBytes', sizeBytes, 0, Number.MAX_SAFE_INTEGER)
    assertOneOf('access', access, bufferAccesses)
    if (sizeBytes === 0) throw new SizeError('a buffer has at least 1 byte, not 0')
    const buffer = new DirectBuffer(this.opened, sizeBytes, access, (freed) => this.buffers.delete(freed))
    this.buffers.add(buffer)
    return buffer
  }

  async kernel(bytes: Uint8Array): Promise<ParallelKernel> {
    assertBytes('kernel', bytes)
    return new DirectKernel(this.opened, bytes.slice(), await this.opened.kernels.get(bytes))
  }

  async run(kernel: ParallelKernel | Uint8Array, options: RunOptions): Promise<ExecReport> {
    if (typeof options !== 'object' || options === null)
      throw new TypeError('run needs options: { iterations, … }')
    const { iterations, blockSize = 0, in: inputs = [], out: outputs = [] } = options
    assertU32('iterations', iterations)
    assertU32('blockSize', blockSize)
    const timeLimitMs = options.timeLimitMs ?? this.settings.timeLimitMs
    if (timeLimitMs !== undefined) assertTimeLimit(timeLimitMs)
    const ins = inputs.map((buffer) => this.ownBuffer(buffer))
    const outs = outputs.map((buffer) => this.ownBuffer(buffer))
    ins.forEach(checkInput)
    outs.forEach(checkOutput)
    const ready = await this.ready(kernel)
    checkCount(ready, ins.length, outs.length)
    const inBuffers = ins.map((buffer) => buffer.device())
    const outBuffers = outs.map((buffer) => buffer.device())
    if (iterations > 0) for (const buffer of outs) buffer.written = true
    ready.running++
    try {
      const call = { kernel: ready.prepared, iterations, blockSize, inBuffers, outBuffers, timeLimitMs }
      return await this.opened.device.exec(call, options.signal ?? this.quietSignal(timeLimitMs))
    } finally {
      endRun(ready)
    }
  }

  /** A signal that never fires makes a call with a time limit wait without blocking the thread. */
  private quietSignal(timeLimitMs: number | undefined): AbortSignal | undefined {
    if (timeLimitMs === undefined || this.info.supportsAbort !== true) return undefined
    return new AbortController().signal
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const buffer of [...this.buffers]) buffer.free()
    await this.session.close()
    this.onClose(this)
  }

  private ownBuffer(buffer: ParallelBuffer): DirectBuffer {
    if (buffer instanceof DirectBuffer && buffer.opened === this.opened) return buffer
    throw new WrongDeviceError(
      `a buffer that ${this.info.name} did not make: use createBuffer of this device`,
    )
  }

  private ready(kernel: ParallelKernel | Uint8Array): MaybePromise<StoredKernel> {
    if (kernel instanceof DirectKernel) {
      if (kernel.opened === this.opened) {
        return kernel.entry.released ? this.opened.kernels.get(kernel.bytes) : kernel.entry
      }
      throw new WrongDeviceError('the kernel was made ready on another device: make it ready on this one')
    }
    assertBytes('kernel', kernel)
    return this.opened.kernels.get(kernel)
  }
}

class DirectKernel implements ParallelKernel {
  readonly opened: OpenedDevice
  readonly bytes: Uint8Array
  readonly entry: StoredKernel

  constructor(opened: OpenedDevice, bytes: Uint8Array, entry: StoredKernel) {
    this.opened = opened
    this.bytes = bytes
    this.entry = entry
  }

  get bufferCount(): number {
    return this.entry.kernel.bufferCount
  }
}

class DirectBuffer implements ParallelBuffer {
  readonly opened: OpenedDevice
  readonly sizeBytes: number
  readonly access: BufferAccess
  written = false
  private buffer: DeviceBuffer | undefined
  private readonly onFree: (buffer: DirectBuffer) => void

  constructor(
    opened: OpenedDevice,
    sizeBytes: number,
    access: BufferAccess,
    onFree: (buffer: DirectBuffer) => void,
  ) {
    this.opened = opened
    this.sizeBytes = sizeBytes
    this.access = access
    this.buffer = opened.device.createBuffer(sizeBytes, access)
    this.onFree = onFree
  }

  /** Throws `InvalidHandleError` once it is freed. */
  device(): DeviceBuffer {
    if (this.buffer === undefined)
      throw new InvalidHandleError('buffer', `of ${this.sizeBytes} bytes`, 'freed')
    return this.buffer
  }

  async write(source: ArrayBufferView): Promise<void> {
    const bytes = bytesOf('source', source)
    this.checkLength('write', bytes.length)
    await this.opened.device.write(this.device(), bytes)
    if (bytes.length > 0) this.written = true
  }

  async read(target: ArrayBufferView): Promise<void> {
    const bytes = bytesOf('target', target)
    this.checkLength('read', bytes.length)
    const buffer = this.device()
    checkReadable(this)
    await this.opened.device.read(buffer, bytes)
  }

  free(): void {
    this.buffer?.free()
    this.buffer = undefined
    this.onFree(this)
  }

  [Symbol.dispose](): void {
    this.free()
  }

  private checkLength(action: string, lengthBytes: number): void {
    if (lengthBytes <= this.sizeBytes) return
    throw new SizeError(`${action}: ${lengthBytes} bytes, the buffer has ${this.sizeBytes}`)
  }
}

function bytesOf(label: string, view: ArrayBufferView): Uint8Array {
  if (!ArrayBuffer.isView(view)) throw new TypeError(`${label} must be a typed array or DataView`)
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

function checkCount({ kernel }: StoredKernel, ins: number, outs: number): void {
  if (ins + outs === kernel.bufferCount) return
  throw new KernelSignatureError(
    `the kernel takes ${kernel.bufferCount} buffers, the call gives ${ins + outs} (${ins} in, ${outs} out)`,
  )
}
