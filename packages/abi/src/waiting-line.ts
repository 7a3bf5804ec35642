import type { Thread } from './thread.js'

interface Place {
  thread: Thread | undefined
  readonly arrival: number
}

/**
 * Threads in order of arrival that can leave from anywhere. A `Set` would do, but finding its first member takes as
 * long as members have left from its front.
 */
export class WaitingLine {
  readonly #places: Place[] = []
  readonly #placeOf = new Map<Thread, Place>()
  #head = 0

  get size(): number {
    return this.#placeOf.size
  }

  /** Puts a thread at the end, or leaves it where it is. `arrival`: for comparing lines. */
  add(thread: Thread, arrival = 0): void {
    if (this.#placeOf.has(thread)) return
    const place = { thread, arrival }
    this.#places.push(place)
    this.#placeOf.set(thread, place)
  }

  delete(thread: Thread): void {
    const place = this.#placeOf.get(thread)
    if (place === undefined) return
    this.#placeOf.delete(thread)
    place.thread = undefined
  }

  first(): { readonly thread: Thread; readonly arrival: number } | undefined {
    let place = this.#places[this.#head]
    while (place !== undefined && place.thread === undefined) place = this.#places[++this.#head]
    if (this.#head > 1024 && this.#head * 2 > this.#places.length) {
      this.#places.splice(0, this.#head)
      this.#head = 0
    }
    return place as { thread: Thread; arrival: number } | undefined
  }
}
