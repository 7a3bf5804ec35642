import { check } from './check'
import { Access, DeviceKind, Errno } from './constants'
import { create_buffer, get_device, write_buffer } from './interface'

const outHandle: usize = memory.data(4, 4)

/** A device that the host opened. */
export class Device {
  // One u32 for each kernel's table index: its scalar buffer's handle plus one, 0 where there is none yet.
  private scalarBuffers: usize = 0
  private scalarBufferCount: u32 = 0

  private constructor(
    /** The host's number for the device. */
    readonly handle: u32,
  ) {}

  /** Opens a device. `kind` is a wish: the host may choose another. Throws where the host has none. */
  static open(kind: DeviceKind): Device {
    check(get_device(kind, outHandle), 'get_device')
    return new Device(load<u32>(outHandle))
  }

  /**
   * Called by generated code. Hands the scalars of a kernel, `sizeBytes` at `address`, to the device and stores the
   * handle of the buffer that carries them at `slot`. Returns an errno.
   */
  passScalars(kernel: u32, address: usize, sizeBytes: u32, slot: usize): i32 {
    if (kernel >= this.scalarBufferCount) this.growScalarBuffers(kernel + 1)
    const entry = this.scalarBuffers + (<usize>kernel << 2)
    if (load<u32>(entry) == 0) {
      const errno = create_buffer(this.handle, sizeBytes, Access.Read, outHandle)
      if (errno != Errno.Success) return errno
      store<u32>(entry, load<u32>(outHandle) + 1)
    }
    const handle = load<u32>(entry) - 1
    store<u32>(slot, handle)
    return write_buffer(address, sizeBytes, handle)
  }

  private growScalarBuffers(count: u32): void {
    const larger = heap.alloc(count << 2)
    const used = <usize>this.scalarBufferCount << 2
    memory.copy(larger, this.scalarBuffers, used)
    memory.fill(larger + used, 0, (<usize>count << 2) - used)
    if (this.scalarBuffers != 0) heap.free(this.scalarBuffers)
    this.scalarBuffers = larger
    this.scalarBufferCount = count
  }
}
