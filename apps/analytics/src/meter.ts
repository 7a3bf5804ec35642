import type { Text } from './pipeline.js'

const everyBytes = 4 * 2 ** 20

/** Looks at a text on its way: how much of it has passed, how long it took to come, what memory the process had. */
export class Meter {
  /** Time in which the text was made or waited for. It is no part of what is measured. */
  sourceMs = 0
  peakBytes = 0
  bytes = 0
  readonly #progress: (bytes: number) => void
  #looked = 0

  constructor(progress: (bytes: number) => void) {
    this.#progress = progress
  }

  async *watch(text: Text): AsyncGenerator<Uint8Array> {
    const pieces = Symbol.asyncIterator in text ? text[Symbol.asyncIterator]() : text[Symbol.iterator]()
    for (;;) {
      const start = performance.now()
      const next = await pieces.next()
      this.sourceMs += performance.now() - start
      if (next.done === true) break
      this.#look(next.value.length)
      yield next.value
    }
    this.#look(everyBytes)
  }

  #look(bytes: number): void {
    this.bytes += bytes
    this.#looked += bytes
    if (this.#looked < everyBytes) return
    this.#progress(this.#looked)
    this.#looked = 0
    this.peakBytes = Math.max(this.peakBytes, process.memoryUsage.rss())
  }
}
