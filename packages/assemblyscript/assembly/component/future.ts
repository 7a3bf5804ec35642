import { fail } from './abort'
import { CopyEnd } from './copy-end'
import { CopyResult } from './canon'
import { Area, newArea, takeAreas } from './memory'
import { FutureType } from './stream-type'
import { waitFor } from './waiting'
import { Task } from './task'

/** The readable end of a future. */
export class Future<T> extends CopyEnd {
  private area: usize = 0
  private areas: Area | null = null
  private got: bool = false
  private result!: T

  constructor(
    handle: i32,
    private readonly type: FutureType<T>,
  ) {
    super(handle)
    this.ready = false
  }

  /** Begins to read. Once this is ready, `value` has the value. */
  read(): this {
    if (this.got || this.pending) return this
    if (this.given) this.refuseBusy()
    this.area = newArea(this.type.elementBytes)
    this.areas = takeAreas()
    this.begun(this.type.read(this.handle, this.area))
    return this
  }

  watch(task: Task): void {
    this.read()
    super.watch(task)
  }

  protected copied(progress: u32, result: i32): bool {
    if (result == CopyResult.Cancelled) return true
    this.got = true
    this.result = this.type.lift(this.area)
    this.areas = null
    return true
  }

  /** The value, once the future is `ready`. */
  get value(): T {
    if (!this.got) fail('the future has no value yet')
    return this.result
  }

  /** The value; waits for it. In async functions: `await future`. */
  wait(): T {
    this.read()
    waitFor(this)
    const value = this.value
    this.drop()
    return value
  }

  take(): i32 {
    if (!this.pending) this.ready = true
    return super.take()
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

/** The writable end of a future: exactly one value must be written. */
export class FutureWriter<T> extends CopyEnd {
  private written: bool = false
  // The host reads it where it lies, which may be later.
  private kept!: T
  private areas: Area | null = null

  constructor(
    handle: i32,
    private readonly type: FutureType<T>,
  ) {
    super(handle)
  }

  /** Begins to write the value. Once this is ready it was taken, or, if `ended`, nobody wants it. The end is given back then. */
  write(value: T): this {
    this.refuseBusy()
    if (this.written) fail('the future has a value already')
    this.written = true
    this.kept = value
    const address = newArea(this.type.elementBytes)
    this.type.lower(address, value)
    this.areas = takeAreas()
    this.begun(this.type.write(this.handle, address))
    if (this.ready) this.drop()
    return this
  }

  protected copied(progress: u32, result: i32): bool {
    this.areas = null
    return true
  }

  complete(payload: i32): void {
    super.complete(payload)
    this.drop()
  }

  /** Waits for a write. False if nobody wanted the value. In async functions: `await writer.write(value)`. */
  wait(): bool {
    waitFor(this)
    return !this.ended
  }

  drop(): void {
    if (!this.written) fail('a future must be written before its writable end is dropped')
    super.drop()
  }

  protected cancelCopy(): i32 {
    return this.type.cancelWrite(this.handle)
  }

  protected dropEnd(): void {
    this.type.dropWritable(this.handle)
  }
}

/** Both ends of a new future. */
export class FuturePair<T> {
  readonly reader: Future<T>
  readonly writer: FutureWriter<T>

  constructor(type: FutureType<T>) {
    const ends = type.create()
    this.reader = new Future<T>(<i32>ends, type)
    this.writer = new FutureWriter<T>(<i32>(ends >> 32), type)
  }
}
