import {
  assertBytes,
  InvalidHandleError,
  maximumPages,
  OutOfMemoryError,
  pageSizeBytes,
  SizeError,
  WrongDeviceError,
} from '@weft/core'
import type { BufferAccess } from '@weft/spec'
import { BufferAllocator } from './buffer-allocator.js'
import type { DeviceBuffer, KernelModule, MemoryRange } from './interface.js'

/** Memory grows by at least this many bytes, so that many small buffers do not mean many growths. */
const growthBytes = 1 << 20

/**
 * One shared WebAssembly memory with buffers in it: what a device needs whose kernels run as WebAssembly. Addresses
 * below `staticBytes` are kept free for the static data of kernels; they cost address space, not memory.
 */
export class DeviceMemory {
  readonly memory = new WebAssembly.Memory({ initial: 0, maximum: maximumPages, shared: true })
  /** The largest buffer that fits when there is no other. */
  readonly maximumBufferBytes: number
  private readonly allocator: BufferAllocator
  /** The address of every buffer made here; `undefined` once it is freed. */
  private readonly addresses = new WeakMap<DeviceBuffer, number | undefined>()
  private buffersMade = 0

  constructor(staticBytes: number) {
    const end = maximumPages * pageSizeBytes
    this.maximumBufferBytes = end - staticBytes
    this.allocator = new BufferAllocator(staticBytes, end)
  }

  /** A zero-filled buffer. Throws `SizeError` and `OutOfMemoryError`. */
  createBuffer(sizeBytes: number, access: BufferAccess): DeviceBuffer {
    if (!Number.isInteger(sizeBytes) || sizeBytes < 1 || sizeBytes > this.maximumBufferBytes) {
      throw new SizeError(
        `a buffer has 1 to ${this.maximumBufferBytes} bytes on this device, not ${sizeBytes}`,
      )
    }
    const address = this.allocate(sizeBytes)
    const name = `#${++this.buffersMade}`
    const buffer: DeviceBuffer = Object.freeze({
      sizeBytes,
      access,
      name,
      free: () => this.freeBuffer(buffer),
    })
    this.addresses.set(buffer, address)
    return buffer
  }

  /** Where a buffer lies. Throws `WrongDeviceError` for one made elsewhere, `InvalidHandleError` for a freed one. */
  rangeOf(buffer: DeviceBuffer): MemoryRange {
    const address = this.addresses.get(buffer)
    if (address !== undefined) return { address, sizeBytes: buffer.sizeBytes }
    if (this.addresses.has(buffer)) throw new InvalidHandleError('buffer', nameOf(buffer), 'freed')
    throw new WrongDeviceError('the buffer belongs to another device: create one here and copy its contents')
  }

  /** Copies `source` to the start of the buffer. Throws `SizeError` and what `rangeOf` throws. */
  write(buffer: DeviceBuffer, source: Uint8Array): void {
    assertBytes('source', source)
    this.bytesOf(buffer, source.length).set(source)
  }

  /** Fills `target` from the start of the buffer. Throws `SizeError` and what `rangeOf` throws. */
  read(buffer: DeviceBuffer, target: Uint8Array): void {
    assertBytes('target', target)
    target.set(this.bytesOf(buffer, target.length))
  }

  /** The address of a zero-filled range that is no buffer, such as a stack. Throws `OutOfMemoryError`. */
  allocate(sizeBytes: number): number {
    const address = this.allocator.allocate(sizeBytes)
    if (address === undefined) {
      throw new OutOfMemoryError(
        `the device has no ${sizeBytes} bytes in a row left: free buffers or use smaller ones`,
      )
    }
    const grownFrom = this.memory.buffer.byteLength
    try {
      this.ensure(address + sizeBytes)
    } catch (error) {
      this.allocator.free(address)
      throw error
    }
    // What growth added is zero already, and filling it would make the system back it with real memory.
    const usedEnd = Math.min(address + sizeBytes, grownFrom)
    if (usedEnd > address) new Uint8Array(this.memory.buffer, address, usedEnd - address).fill(0)
    return address
  }

  /** Takes back what `allocate` gave. */
  free(address: number): void {
    this.allocator.free(address)
  }

  /** Grows the memory to what a kernel may count on. Throws `OutOfMemoryError`. */
  ensureFor(kernel: KernelModule): void {
    this.ensure(Math.max(kernel.staticBytes, kernel.memoryBytes ?? 0))
  }

  /** Grows the memory to at least `sizeBytes`. Throws `OutOfMemoryError`. */
  ensure(sizeBytes: number): void {
    const present = this.memory.buffer.byteLength
    if (sizeBytes <= present) return
    const wanted = Math.min(Math.max(sizeBytes, present + growthBytes), maximumPages * pageSizeBytes)
    try {
      this.memory.grow(Math.ceil((wanted - present) / pageSizeBytes))
    } catch (cause) {
      throw new OutOfMemoryError(`the device's memory cannot grow to ${wanted} bytes: free buffers`, {
        cause,
      })
    }
  }

  private freeBuffer(buffer: DeviceBuffer): void {
    const address = this.addresses.get(buffer)
    if (address === undefined) return
    this.addresses.set(buffer, undefined)
    this.allocator.free(address)
  }

  private bytesOf(buffer: DeviceBuffer, length: number): Uint8Array {
    const { address, sizeBytes } = this.rangeOf(buffer)
    if (length > sizeBytes) throw new SizeError(`${length} bytes do not fit a buffer of ${sizeBytes} bytes`)
    return new Uint8Array(this.memory.buffer, address, length)
  }
}

function nameOf(buffer: DeviceBuffer): string {
  return 'name' in buffer ? String(buffer.name) : ''
}
