import { BLOCKED, CopyResult } from './canon'
import { Chunk } from './chunk'
import { CopyEnd } from './copy-end'
import { Area, newArea, takeAreas } from './memory'
import { StreamType } from './stream-type'
import { waitFor } from './waiting'

/** The readable end of a stream. */
export class Stream<T> extends CopyEnd {
  private chunk: Chunk<T> | null = null
  private area: usize = 0
  private areas: Area | null = null
  private room: u32 = 0

  constructor(
    handle: i32,
    private readonly type: StreamType<T>,
  ) {
    super(handle)
  }

  /**
   * Begins to read into `chunk`, as many elements as are there and fit. Once this is ready, `chunk.length` tells how many
   * came: none at the end of the stream. The chunk must be left alone until then.
   */
  read(chunk: Chunk<T>): this {
    this.refuseBusy()
    this.chunk = chunk
    chunk.length = 0
    const room = <u32>chunk.capacity
    this.room = room
    if (this.ended || room == 0) {
      this.ready = true
      return this
    }
    this.start()
    return this
  }

  private start(): void {
    const chunk = this.chunk!
    if (this.type.direct) this.area = chunk.address
    else {
      this.area = newArea(<usize>this.room * this.type.elementBytes)
      this.areas = takeAreas()
    }
    this.begun(this.type.read(this.handle, this.area, this.room))
  }

  protected copied(progress: u32, result: i32): bool {
    // A writer that wrote nothing: whoever waits for elements is not to see that.
    if (progress == 0 && result == CopyResult.Completed) {
      this.start()
      return false
    }
    const chunk = this.chunk!
    chunk.length = progress
    if (!this.type.direct) {
      const elementBytes = this.type.elementBytes
      chunk.length = 0
      for (let i: u32 = 0; i < progress; i++) chunk.push(this.type.lift(this.area + i * elementBytes))
      this.areas = null
    }
    return true
  }

  /** Waits for a read. True if elements came, false at the end of the stream. In async functions: `await stream.read(chunk)`. */
  wait(): bool {
    waitFor(this)
    return this.chunk!.length != 0
  }

  protected cancelCopy(): i32 {
    return this.type.cancelRead(this.handle)
  }

  protected dropEnd(): void {
    this.type.dropReadable(this.handle)
  }

  abandon(): void {
    this.drop()
  }
}

/** The writable end of a stream. */
export class StreamWriter<T> extends CopyEnd {
  private chunk: Chunk<T> | null = null
  private address: usize = 0
  private left: u32 = 0
  private areas: Area | null = null

  constructor(
    handle: i32,
    private readonly type: StreamType<T>,
  ) {
    super(handle)
  }

  /**
   * Begins to write all elements of `chunk`. Once this is ready they are taken, or, if `ended`, the reader is gone. The
   * chunk must be left alone until then.
   */
  write(chunk: Chunk<T>): this {
    this.refuseBusy()
    this.chunk = chunk
    const length = <u32>chunk.length
    this.left = length
    if (this.ended || length == 0) return this
    if (this.type.direct) this.address = chunk.address
    else this.lowerAll(chunk)
    this.begun(this.type.write(this.handle, this.address, length))
    return this
  }

  private lowerAll(chunk: Chunk<T>): void {
    const elementBytes = this.type.elementBytes
    this.address = newArea(<usize>chunk.length * elementBytes)
    for (let i = 0; i < chunk.length; i++) this.type.lower(this.address + i * elementBytes, chunk[i])
    this.areas = takeAreas()
  }

  protected copied(progress: u32, result: i32): bool {
    let taken = progress
    let outcome = result
    // Until all is taken: whoever waits is not to see the parts.
    for (;;) {
      this.left -= taken
      this.address += <usize>taken * this.type.elementBytes
      if (this.left == 0 || outcome != 0) break
      const packed = this.type.write(this.handle, this.address, this.left)
      if (packed == BLOCKED) {
        this.blocked()
        return false
      }
      taken = <u32>packed >>> 4
      outcome = packed & 15
      if (outcome == CopyResult.Dropped) this.ended = true
    }
    this.areas = null
    return true
  }

  /** Waits for a write. False if the reader is gone. In async functions: `await writer.write(chunk)`. */
  wait(): bool {
    waitFor(this)
    return !this.ended
  }

  /** How many elements of the last write were not taken. */
  get untaken(): i32 {
    return this.left
  }

  protected cancelCopy(): i32 {
    return this.type.cancelWrite(this.handle)
  }

  protected dropEnd(): void {
    this.type.dropWritable(this.handle)
  }
}

/** Both ends of a new stream. */
export class StreamPair<T> {
  readonly reader: Stream<T>
  readonly writer: StreamWriter<T>

  constructor(type: StreamType<T>) {
    const ends = type.create()
    this.reader = new Stream<T>(<i32>ends, type)
    this.writer = new StreamWriter<T>(<i32>(ends >> 32), type)
  }
}
