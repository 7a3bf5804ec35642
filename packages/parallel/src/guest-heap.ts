import { BufferAllocator, bufferAlignmentBytes } from '@weft/backend'
import { OutOfMemoryError, pageSizeBytes } from '@weft/core'
import type { GuestMemory } from './guest-memory.js'

/** The memory grows by at least this, so that many small buffers do not mean many growths. */
const regionBytes = 1 << 20

interface Region {
  readonly start: number
  readonly end: number
  readonly allocator: BufferAllocator
}

/**
 * Room that the host takes in the guest's own memory, by growing it: for buffers that a guest made but never bound
 * to memory of its own, and for the stacks of kernels that run there.
 */
export class GuestHeap {
  private readonly memory: GuestMemory
  private readonly regions: Region[] = []

  constructor(memory: GuestMemory) {
    this.memory = memory
  }

  /** The address of a zeroed range, 128-byte aligned. Throws `OutOfMemoryError`. */
  allocate(sizeBytes: number): number {
    for (const { allocator } of this.regions) {
      const address = allocator.allocate(sizeBytes)
      if (address !== undefined) return this.clear(address, sizeBytes)
    }
    const address = this.grow(sizeBytes).allocator.allocate(sizeBytes)
    if (address === undefined) throw new OutOfMemoryError(`no room for ${sizeBytes} bytes in a new region`)
    return address
  }

  /** Takes back a range that `allocate` gave. */
  free(address: number): void {
    const region = this.regions.find(({ start, end }) => address >= start && address < end)
    region?.allocator.free(address)
  }

  private clear(address: number, sizeBytes: number): number {
    this.memory.slice('heap', address, sizeBytes).fill(0)
    return address
  }

  private grow(sizeBytes: number): Region {
    const needed = Math.ceil(sizeBytes / bufferAlignmentBytes) * bufferAlignmentBytes
    const pages = this.growMemory(Math.max(needed, regionBytes)) ?? this.growMemory(needed)
    if (pages === undefined) throw this.cannotGrow(sizeBytes)
    const start = pages.before * pageSizeBytes
    const end = start + pages.added * pageSizeBytes
    const region = { start, end, allocator: new BufferAllocator(start, end) }
    this.regions.push(region)
    return region
  }

  private growMemory(sizeBytes: number): { before: number; added: number } | undefined {
    const added = Math.ceil(sizeBytes / pageSizeBytes)
    try {
      const before = this.memory.memory?.grow(added)
      return before === undefined ? undefined : { before, added }
    } catch {
      return undefined
    }
  }

  private cannotGrow(sizeBytes: number): OutOfMemoryError {
    return new OutOfMemoryError(
      `the guest's memory cannot grow by ${sizeBytes} bytes for a buffer or a kernel's stack: give the memory a ` +
        'larger maximum, or call write_buffer with the whole buffer, which is then used where it lies',
    )
  }
}
