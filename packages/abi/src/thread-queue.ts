import type { Thread } from './thread.js'

/** Threads in order of arrival. Keeps its memory: setting an array's length to 0 costs more than all else here. */
export class ThreadQueue {
  readonly #threads: (Thread | undefined)[] = []
  #head = 0
  #tail = 0

  get size(): number {
    return this.#tail - this.#head
  }

  push(thread: Thread): void {
    if (this.#head > 4096 && this.#head * 2 > this.#tail) this.#compact()
    this.#threads[this.#tail++] = thread
  }

  /** A queue that is never empty must not grow for ever. */
  #compact(): void {
    this.#threads.splice(0, this.#head)
    this.#tail -= this.#head
    this.#head = 0
  }

  /** Puts a thread before all others. */
  push_first(thread: Thread): void {
    if (this.#head > 0) {
      this.#threads[--this.#head] = thread
      return
    }
    this.#threads.unshift(thread)
    this.#tail++
  }

  /** Takes a thread out: 0 is the first. Another one than the first is replaced by the first. */
  take(place: number): Thread {
    const index = this.#head + place
    const thread = this.#threads[index]!
    if (place !== 0) this.#threads[index] = this.#threads[this.#head]
    this.#threads[this.#head++] = undefined
    if (this.#head === this.#tail) this.#head = this.#tail = 0
    return thread
  }
}
