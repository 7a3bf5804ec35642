/**
 * A value that comes later: a thenable, not a promise. In most requests nobody asks for it, and then no promise is made.
 */
export class Eventually<Value> implements PromiseLike<Value> {
  #value: Value | undefined = undefined
  #settled = false
  #listeners: ((value: Value) => void)[] | undefined = undefined

  /** The first value counts. */
  resolve(value: Value): void {
    if (this.#settled) return
    this.#settled = true
    this.#value = value
    for (const listener of this.#listeners ?? []) listener(value)
    this.#listeners = undefined
  }

  /** For subclasses: somebody wants the value, and it is not there yet. */
  protected ask(): void {}

  // biome-ignore lint/suspicious/noThenProperty: it is a thenable
  then<Result1 = Value, Result2 = never>(
    onfulfilled?: ((value: Value) => Result1 | PromiseLike<Result1>) | null,
    onrejected?: ((reason: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    return new Promise<Value>((resolve) => {
      if (this.#settled) {
        resolve(this.#value as Value)
        return
      }
      this.#listeners ??= []
      this.#listeners.push(resolve)
      this.ask()
    }).then(onfulfilled, onrejected)
  }
}
