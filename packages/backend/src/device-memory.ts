import { assertBytes, maximumPages, OutOfMemoryError, pageSizeBytes } from '@weft/core'
import type { BufferAccess } from '@weft/spec'
import { BufferAllocator } from './buffer-allocator.js'
import { BufferTable } from './buffer-table.js'
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
  private readonly buffers: BufferTable

  constructor(staticBytes: number) {
    const end = maximumPages * pageSizeBytes
    this.maximumBufferBytes = end - staticBytes
    this.allocator = new BufferAllocator(staticBytes, end)
    this.buffers = new BufferTable(this, this.maximumBufferBytes)
  }

  /** A zero-filled buffer. Throws `SizeError` and `OutOfMemoryError`. */
  createBuffer(sizeBytes: number, access: BufferAccess): DeviceBuffer {
    return this.buffers.create(sizeBytes, access)
  }

  /** Where a buffer lies. Throws `WrongDeviceError` for one made elsewhere, `InvalidHandleError` for a freed one. */
  rangeOf(buffer: DeviceBuffer): MemoryRange {
    return this.buffers.rangeOf(buffer)
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

  private bytesOf(buffer: DeviceBuffer, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.buffers.startOf(buffer, length).address, length)
  }
}
