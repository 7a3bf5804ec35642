import { BufferAllocator, type BufferPlaces } from '@weft/backend'
import { OutOfMemoryError } from '@weft/core'

/** A range of the arena, in bytes. */
export interface ArenaRange {
  readonly place: number
  readonly sizeBytes: number
}

/**
 * Who has which place in the arena, and which places still hold what a former owner left. Knows nothing of the GPU:
 * buffers get their places at once, the arena itself grows when it is used.
 */
export class ArenaPlaces implements BufferPlaces {
  private readonly arenaBytes: number
  private readonly allocator: BufferAllocator
  /** Places given out above this were never given out before: the GPU has zeros there. */
  private usedEnd = 0
  private readonly uncleared = new Map<number, number>()

  constructor(arenaBytes: number) {
    this.arenaBytes = arenaBytes
    this.allocator = new BufferAllocator(0, arenaBytes)
  }

  /** A place that counts as uncleared where it was used before. Throws `OutOfMemoryError`. */
  allocate(sizeBytes: number): number {
    const place = this.allocator.allocate(sizeBytes)
    if (place === undefined) {
      throw new OutOfMemoryError(
        `no ${sizeBytes} bytes in a row are left of the GPU's ${this.arenaBytes}: free buffers or use smaller ones`,
      )
    }
    const end = place + roundUpToWord(sizeBytes)
    const dirtyEnd = Math.min(end, this.usedEnd)
    if (dirtyEnd > place) this.uncleared.set(place, dirtyEnd - place)
    this.usedEnd = Math.max(this.usedEnd, end)
    return place
  }

  free(place: number): void {
    this.uncleared.delete(place)
    this.allocator.free(place)
  }

  get hasUncleared(): boolean {
    return this.uncleared.size > 0
  }

  /** Where zeros have to be put before the next use of the arena; whoever asks has to do it. */
  takeUncleared(): readonly ArenaRange[] {
    const ranges = Array.from(this.uncleared, ([place, sizeBytes]) => ({ place, sizeBytes }))
    this.uncleared.clear()
    return ranges
  }

  /** The whole range at `place` is about to be overwritten. */
  skipClearing(place: number): void {
    this.uncleared.delete(place)
  }
}

/** Copies and fills on the GPU are made of whole words; the allocator's alignment leaves room for that. */
export function roundUpToWord(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 4) * 4
}
