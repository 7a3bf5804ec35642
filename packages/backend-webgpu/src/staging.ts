import { roundUpToWord } from './arena-places.js'
import { createOrThrow } from './gpu-buffers.js'
import { bufferUsage, mapModeRead } from './gpu-flags.js'
import type { GpuLife } from './gpu-life.js'

const smallestBytes = 2 ** 16
/** Larger reads go in pieces, two of them under way. */
const pieceBytes = 2 ** 24
const keptBuffers = 2

/** Mappable buffers through which contents of the arena come back. */
export class Staging {
  private readonly gpu: GPUDevice
  private readonly life: GpuLife
  private readonly kept: GPUBuffer[] = []

  constructor(gpu: GPUDevice, life: GpuLife) {
    this.gpu = gpu
    this.life = life
  }

  /** Fills `target` from `place` on; a multiple of 4. Throws `OutOfMemoryError`, `DeviceLostError`. */
  async read(arena: GPUBuffer, place: number, target: Uint8Array): Promise<void> {
    let before: Promise<void> | undefined
    for (let from = 0; from < target.length; from += pieceBytes) {
      const piece = this.readPiece(arena, place + from, target.subarray(from, from + pieceBytes))
      // Seen when it is awaited, unless the piece before has failed already.
      piece.catch(() => {})
      await before
      before = piece
    }
    await before
  }

  destroy(): void {
    for (const buffer of this.kept.splice(0)) buffer.destroy()
  }

  private async readPiece(arena: GPUBuffer, place: number, target: Uint8Array): Promise<void> {
    const sizeBytes = roundUpToWord(target.length)
    const staging = await this.take(sizeBytes)
    const encoder = this.gpu.createCommandEncoder()
    encoder.copyBufferToBuffer(arena, place, staging, 0, sizeBytes)
    this.gpu.queue.submit([encoder.finish()])
    await this.life.map(staging.mapAsync(mapModeRead, 0, sizeBytes))
    target.set(new Uint8Array(staging.getMappedRange(0, sizeBytes), 0, target.length))
    staging.unmap()
    this.giveBack(staging)
  }

  private async take(sizeBytes: number): Promise<GPUBuffer> {
    const index = this.kept.findIndex((buffer) => buffer.size >= sizeBytes)
    const [kept] = index < 0 ? [] : this.kept.splice(index, 1)
    if (kept !== undefined) return kept
    const size = 2 ** Math.ceil(Math.log2(Math.max(sizeBytes, smallestBytes)))
    const usage = bufferUsage.mapRead | bufferUsage.copyTarget
    return createOrThrow(this.gpu, { label: 'weft staging', size, usage })
  }

  /** Keeps the largest. */
  private giveBack(buffer: GPUBuffer): void {
    this.kept.push(buffer)
    this.kept.sort((a, b) => a.size - b.size)
    if (this.kept.length > keptBuffers) this.kept.shift()?.destroy()
  }
}
