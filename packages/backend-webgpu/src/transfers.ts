import type { MemoryRange } from '@weft/backend'
import type { Arena } from './arena.js'
import { type ArenaPlaces, type ArenaRange, roundUpToWord } from './arena-places.js'
import { refusalsOf } from './error-scopes.js'
import type { GpuLife } from './gpu-life.js'
import type { Staging } from './staging.js'
import type { StaticImage } from './static-image.js'

/** Larger writes are watched, and go in pieces: the GPU process holds a copy of each until the GPU has it. */
const pieceBytes = 2 ** 24

/** Moves bytes between buffers in the arena and the caller. */
export class Transfers {
  private readonly gpu: GPUDevice
  private readonly life: GpuLife
  private readonly places: ArenaPlaces
  private readonly arena: Arena
  private readonly staging: Staging

  constructor(gpu: GPUDevice, life: GpuLife, places: ArenaPlaces, arena: Arena, staging: Staging) {
    this.gpu = gpu
    this.life = life
    this.places = places
    this.arena = arena
    this.staging = staging
  }

  /** Writes at once if nothing has to be waited for; false if something has. */
  writeNow(buffer: MemoryRange, source: Uint8Array): boolean {
    const arena = this.arena.ready(buffer.address + buffer.sizeBytes)
    const isWhole = source.length % 4 === 0 || source.length === buffer.sizeBytes
    if (arena === undefined || !isWhole || source.length > pieceBytes) return false
    this.put(arena, buffer, source)
    return true
  }

  /** Throws `OutOfMemoryError`, `DeviceLostError`. */
  async write(buffer: MemoryRange, source: Uint8Array): Promise<void> {
    const arena = await this.arena.ensure(buffer.address + buffer.sizeBytes)
    if (source.length <= pieceBytes) return this.putShort(arena, buffer, source)
    this.clear(buffer, source.length)
    for (let from = 0; from < source.length; from += pieceBytes) {
      const piece = source.subarray(from, from + pieceBytes)
      const rest = { address: buffer.address + from, sizeBytes: buffer.sizeBytes - from }
      if (piece.length < pieceBytes) await this.putShort(arena, rest, piece)
      else await this.life.during(refusalsOf(this.gpu, () => this.put(arena, rest, piece)))
      await this.life.during(this.gpu.queue.onSubmittedWorkDone())
    }
  }

  /** Throws `OutOfMemoryError`, `DeviceLostError`. */
  async read(buffer: MemoryRange, target: Uint8Array): Promise<void> {
    const arena = await this.arena.ensure(buffer.address + buffer.sizeBytes)
    this.clearAll()
    await this.staging.read(arena, buffer.address, target)
  }

  /** Fills with zeros what has a new owner, and `range`, before what is written or run next. */
  clearAll(range?: ArenaRange): void {
    if (range === undefined && !this.places.hasUncleared) return
    const encoder = this.gpu.createCommandEncoder()
    this.arena.encodeClears(encoder)
    if (range !== undefined) {
      encoder.clearBuffer(this.arena.ready(0)!, range.place, roundUpToWord(range.sizeBytes))
    }
    this.gpu.queue.submit([encoder.finish()])
  }

  /** Puts static data into a range that is cleared. */
  writeImage({ place }: ArenaRange, { address, bytes }: StaticImage): void {
    this.gpu.queue.writeBuffer(this.arena.ready(0)!, place + address, bytes)
  }

  /** A write whose last word is shared with bytes behind it must leave those as they are. */
  private async putShort(arena: GPUBuffer, buffer: MemoryRange, source: Uint8Array): Promise<void> {
    const tailLength = source.length % 4
    if (tailLength === 0 || source.length === buffer.sizeBytes) return this.put(arena, buffer, source)
    const wholeLength = source.length - tailLength
    this.clear(buffer, source.length)
    const word = new Uint8Array(4)
    await this.staging.read(arena, buffer.address + wholeLength, word)
    word.set(source.subarray(wholeLength))
    if (wholeLength > 0) this.put(arena, buffer, source.subarray(0, wholeLength))
    this.gpu.queue.writeBuffer(arena, buffer.address + wholeLength, word)
  }

  /** Writes bytes that fill whole words, or a buffer to its end. */
  private put(arena: GPUBuffer, buffer: MemoryRange, source: Uint8Array): void {
    this.clear(buffer, source.length)
    const tailLength = source.length % 4
    const wholeLength = source.length - tailLength
    if (wholeLength > 0) {
      this.gpu.queue.writeBuffer(arena, buffer.address, unshared(source.subarray(0, wholeLength)))
    }
    if (tailLength === 0) return
    const word = new Uint8Array(4)
    word.set(source.subarray(wholeLength))
    this.gpu.queue.writeBuffer(arena, buffer.address + wholeLength, word)
  }

  /** A buffer that is overwritten as a whole needs no zeros first. */
  private clear(buffer: MemoryRange, writtenBytes: number): void {
    if (writtenBytes === buffer.sizeBytes) this.places.skipClearing(buffer.address)
    else this.clearAll()
  }
}

/** The specification allows shared memory, but the package `webgpu` 0.6.2 ends the process for it under Node 20. */
function unshared(source: Uint8Array): Uint8Array {
  return source.buffer instanceof ArrayBuffer ? source : source.slice()
}
