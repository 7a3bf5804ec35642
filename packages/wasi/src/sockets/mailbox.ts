interface Waiter<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/** As many things wait to be taken at most; what comes then is lost, as datagrams are. */
const capacity = 1024

/** Things that come, for those who take them in the order in which they asked. */
export class Mailbox<T> {
  readonly #waiting: Waiter<T>[] = []
  #arrived: ((waiter: Waiter<T>) => void)[] = []
  #closed: { readonly error: unknown } | undefined = undefined

  /** The next thing, and a function that stops waiting for it: true if it did not come before. */
  take(): { readonly promise: Promise<T>; readonly cancel: () => boolean } {
    const waiter = Promise.withResolvers<T>()
    const give = this.#arrived.shift()
    if (give) give(waiter)
    else if (this.#closed) waiter.reject(this.#closed.error)
    else this.#waiting.push(waiter)
    return { promise: waiter.promise, cancel: () => this.#forget(waiter) }
  }

  put(value: T): void {
    this.#deliver((waiter) => waiter.resolve(value))
  }

  /** Something went wrong, which is told once. */
  fail(error: unknown): void {
    this.#deliver((waiter) => waiter.reject(error))
  }

  /** No more comes, and nobody takes what is there. */
  close(error: unknown): void {
    this.#closed = { error }
    this.#arrived = []
    for (const waiter of this.#waiting.splice(0)) waiter.reject(error)
  }

  #deliver(give: (waiter: Waiter<T>) => void): void {
    const waiter = this.#waiting.shift()
    if (waiter) give(waiter)
    else if (this.#arrived.length < capacity) this.#arrived.push(give)
  }

  #forget(waiter: Waiter<T>): boolean {
    const index = this.#waiting.indexOf(waiter)
    if (index >= 0) this.#waiting.splice(index, 1)
    return index >= 0
  }
}
