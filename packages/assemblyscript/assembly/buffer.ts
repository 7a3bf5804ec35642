import { check } from './check'
import { Access, Errno } from './constants'
import { Device } from './device'
import { create_buffer, drop_buffer, read_buffer, write_buffer } from './interface'

const outHandle: usize = memory.data(4, 4)
const alignmentBytes: usize = 64

/**
 * Elements in the guest's memory together with the device's buffer for them. The storage never moves. On a host in
 * shared-memory mode both are the same bytes, and `write` and `read` copy nothing. Indices are not checked.
 */
export class Buffer<T> {
  [key: number]: T

  /** The host's number for the buffer. */
  readonly handle: u32
  /** Address of element 0, a multiple of 64. */
  readonly address: usize
  private block: usize

  /** Zero-filled, and known to the device as such. Throws where the host refuses it. */
  constructor(
    device: Device,
    /** Number of elements. */
    readonly length: i32,
    access: Access = Access.ReadWrite,
  ) {
    const size = this.sizeBytes
    this.block = heap.alloc(size + alignmentBytes - 1)
    this.address = (this.block + alignmentBytes - 1) & ~(alignmentBytes - 1)
    memory.fill(this.address, 0, size)
    check(create_buffer(device.handle, <u32>size, access, outHandle), 'create_buffer')
    this.handle = load<u32>(outHandle)
    const errno = write_buffer(this.address, <u32>size, this.handle)
    // A host may refuse data for a buffer that kernels only write; it then needs none.
    if (access != Access.Write || errno != Errno.AccessDenied) check(errno, 'write_buffer')
  }

  get sizeBytes(): usize {
    return <usize>this.length << alignof<T>()
  }

  @inline @operator('[]')
  get(index: i32): T {
    return load<T>(this.pointer(index))
  }

  @inline @operator('[]=')
  set(index: i32, value: T): void {
    store<T>(this.pointer(index), value)
  }

  /** Address of an element. */
  @inline
  pointer(index: i32): usize {
    return this.address + (<usize>index << alignof<T>())
  }

  /** Sets every element here, in the guest. */
  fill(value: T): this {
    const end = this.address + this.sizeBytes
    for (let pointer = this.address; pointer < end; pointer += sizeof<T>()) store<T>(pointer, value)
    return this
  }

  /** Hands all elements to the device. Throws where the host refuses. */
  write(): void {
    check(write_buffer(this.address, <u32>this.sizeBytes, this.handle), 'write_buffer')
  }

  /** Fetches all elements from the device. Throws where the host refuses. */
  read(): void {
    check(read_buffer(this.handle, this.address, <u32>this.sizeBytes), 'read_buffer')
  }

  /** Gives the guest's storage back, and in a component the device's buffer: the core interface cannot. Use neither afterwards. */
  free(): void {
    if (this.block == 0) return
    heap.free(this.block)
    this.block = 0
    drop_buffer(this.handle)
  }
}
