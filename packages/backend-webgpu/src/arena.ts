import { OutOfMemoryError } from '@weft/core'
import type { ArenaPlaces } from './arena-places.js'
import { createOrNothing } from './gpu-buffers.js'
import { bufferUsage } from './gpu-flags.js'

const smallestBytes = 2 ** 20
const usage = bufferUsage.storage | bufferUsage.copySource | bufferUsage.copyTarget

/** The one GPU buffer that everything lies in. It grows by doubling, and keeps its contents. */
export class Arena {
  private readonly gpu: GPUDevice
  private readonly places: ArenaPlaces
  private readonly limitBytes: number
  private current: GPUBuffer | undefined

  constructor(gpu: GPUDevice, places: ArenaPlaces, limitBytes: number) {
    this.gpu = gpu
    this.places = places
    this.limitBytes = limitBytes
  }

  /** The GPU buffer if it is large enough for places below `end`. */
  ready(end: number): GPUBuffer | undefined {
    return this.current !== undefined && this.current.size >= end ? this.current : undefined
  }

  /** The GPU buffer, grown so that places below `end` exist. Throws `OutOfMemoryError`. */
  async ensure(end: number): Promise<GPUBuffer> {
    return this.ready(end) ?? (await this.grow(end))
  }

  /** Fills with zeros what has a new owner. */
  encodeClears(encoder: GPUCommandEncoder): void {
    const { current } = this
    if (current === undefined) return
    for (const { place, sizeBytes } of this.places.takeUncleared()) {
      // What the GPU buffer does not reach yet will be zero when it does.
      const present = Math.min(sizeBytes, current.size - place)
      if (present > 0) encoder.clearBuffer(current, place, present)
    }
  }

  destroy(): void {
    this.current?.destroy()
    this.current = undefined
  }

  private async grow(end: number): Promise<GPUBuffer> {
    const needed = Math.ceil(end / 256) * 256
    const wanted = Math.max(needed, smallestBytes, 2 * (this.current?.size ?? 0))
    const grown = (await this.create(Math.min(wanted, this.limitBytes))) ?? (await this.create(needed))
    if (grown === undefined) {
      throw new OutOfMemoryError(
        `the GPU has no memory for ${needed} bytes: free buffers or use smaller ones`,
      )
    }
    const before = this.current
    this.current = grown
    if (before === undefined) return grown
    const encoder = this.gpu.createCommandEncoder()
    encoder.copyBufferToBuffer(before, 0, grown, 0, before.size)
    this.gpu.queue.submit([encoder.finish()])
    before.destroy()
    return grown
  }

  private create(size: number): Promise<GPUBuffer | undefined> {
    return createOrNothing(this.gpu, { label: 'weft arena', size, usage })
  }
}
