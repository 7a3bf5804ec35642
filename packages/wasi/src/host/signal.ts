/** Says that something has changed, to all who wait for that. */
export class Signal {
  #next = Promise.withResolvers<void>()

  /** Resolves at the next change. */
  get changed(): Promise<void> {
    return this.#next.promise
  }

  tell(): void {
    this.#next.resolve()
    this.#next = Promise.withResolvers()
  }
}
