import { assertIntegerIn } from '@weft/core'

/** Addresses the allocator hands out are multiples of this: two cache lines, so that buffers share none. */
export const bufferAlignmentBytes = 128

interface Block {
  address: number
  sizeBytes: number
}

/**
 * Hands out address ranges of `[start, end)`, first fit, and joins neighbours when they are freed. It keeps its books
 * outside the memory it manages, so that no kernel can damage them.
 */
export class BufferAllocator {
  private readonly freeBlocks: Block[]
  private readonly usedSizes = new Map<number, number>()

  /** Both ends are byte addresses below 2^32 + 1; they are rounded inwards to the alignment. */
  constructor(start: number, end: number) {
    assertIntegerIn('end', end, 0, 2 ** 32)
    assertIntegerIn('start', start, 0, end)
    const address = roundUp(start)
    const sizeBytes = roundDown(end) - address
    this.freeBlocks = sizeBytes > 0 ? [{ address, sizeBytes }] : []
  }

  /** Number of ranges that are handed out. */
  get usedCount(): number {
    return this.usedSizes.size
  }

  /** The address of a free range of at least `sizeBytes` (from 1), or `undefined` if none is large enough. */
  allocate(sizeBytes: number): number | undefined {
    assertIntegerIn('sizeBytes', sizeBytes, 1, 2 ** 32)
    const needed = roundUp(sizeBytes)
    const index = this.freeBlocks.findIndex((block) => block.sizeBytes >= needed)
    const block = this.freeBlocks[index]
    if (block === undefined) return undefined
    const { address } = block
    if (block.sizeBytes === needed) this.freeBlocks.splice(index, 1)
    else {
      block.address += needed
      block.sizeBytes -= needed
    }
    this.usedSizes.set(address, needed)
    return address
  }

  /** Takes back a range. Throws `RangeError` for an address that is not handed out. */
  free(address: number): void {
    const sizeBytes = this.usedSizes.get(address)
    if (sizeBytes === undefined) throw new RangeError(`no range is handed out at address ${address}`)
    this.usedSizes.delete(address)
    const index = this.indexAfter(address)
    this.freeBlocks.splice(index, 0, { address, sizeBytes })
    this.joinWithNext(index)
    if (index > 0) this.joinWithNext(index - 1)
  }

  /** Index of the first free block above `address`. */
  private indexAfter(address: number): number {
    let low = 0
    let high = this.freeBlocks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.freeBlocks[middle]!.address < address) low = middle + 1
      else high = middle
    }
    return low
  }

  private joinWithNext(index: number): void {
    const block = this.freeBlocks[index]!
    const next = this.freeBlocks[index + 1]
    if (next === undefined || block.address + block.sizeBytes !== next.address) return
    block.sizeBytes += next.sizeBytes
    this.freeBlocks.splice(index + 1, 1)
  }
}

function roundUp(value: number): number {
  return Math.ceil(value / bufferAlignmentBytes) * bufferAlignmentBytes
}

function roundDown(value: number): number {
  return Math.floor(value / bufferAlignmentBytes) * bufferAlignmentBytes
}
