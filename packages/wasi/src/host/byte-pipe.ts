import { type ByteSink, roomBytes } from './byte-sink.js'
import { Signal } from './signal.js'

type Result = IteratorResult<Uint8Array, undefined>

const ended: Result = { value: undefined, done: true }

/** What a guest of WASI 0.2 writes, for whoever takes it, chunk by chunk: an iterator at its other end. */
export class BytePipe implements ByteSink {
  readonly #chunks: Uint8Array[] = []
  #held = 0
  #error: unknown = undefined
  #ended = false
  #reader: ((result: Result) => void) | undefined = undefined
  /** There is more room, or the end. */
  readonly #room = new Signal()

  get room(): number {
    return this.#error === undefined ? Math.max(roomBytes - this.#held, 0) : 0
  }

  get error(): unknown {
    return this.#error
  }

  write(bytes: Uint8Array): void {
    if (this.#error !== undefined || bytes.length === 0) return
    if (this.#reader) this.#deliver({ value: bytes, done: false })
    else {
      this.#chunks.push(bytes)
      this.#held += bytes.length
    }
  }

  async writable(): Promise<void> {
    while (this.room === 0 && this.#error === undefined) await this.#room.changed
  }

  /** Flushed is what was taken. */
  flush(): Promise<void> | undefined {
    return this.#held === 0 || this.#error !== undefined ? undefined : this.#taken()
  }

  /** There is no more to come: `error` is what a guest is told that writes more. */
  end(error: unknown): void {
    this.#ended = true
    this.#error ??= error
    this.#deliver(ended)
    this.#room.tell()
  }

  /** Nobody takes any more. */
  fail(error: unknown): void {
    this.#chunks.length = 0
    this.#held = 0
    this.end(error)
  }

  next(): Result | Promise<Result> {
    const value = this.#chunks.shift()
    if (value !== undefined) {
      this.#held -= value.length
      this.#room.tell()
      return { value, done: false }
    }
    if (this.#ended) return ended
    return new Promise((resolve) => {
      this.#reader = resolve
    })
  }

  async #taken(): Promise<void> {
    while (this.#held > 0 && this.#error === undefined) await this.#room.changed
  }

  #deliver(result: Result): void {
    const reader = this.#reader
    this.#reader = undefined
    reader?.(result)
  }
}
