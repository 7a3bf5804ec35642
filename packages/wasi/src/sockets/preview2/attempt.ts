import { Pollable } from '../../io/pollable.js'
import { asPreview2, socketError2 } from './error-code.js'

type Outcome<Value> =
  | { readonly isOk: true; readonly value: Value }
  | { readonly isOk: false; readonly error: unknown }

/** What was begun and ends later, for guests that ask whether it has. */
export class Attempt<Value> {
  /** Resolves when it has ended, however it did. */
  readonly settled: Promise<void>
  #outcome: Outcome<Value> | undefined = undefined

  constructor(promise: Promise<Value>) {
    this.settled = promise.then(
      (value) => {
        this.#outcome = { isOk: true, value }
      },
      (error: unknown) => {
        this.#outcome = { isOk: false, error: asPreview2(error) }
      },
    )
  }

  get isSettled(): boolean {
    return this.#outcome !== undefined
  }

  /** What it came to. @throws ComponentError: `would-block` until it has ended, or how it failed */
  get(): Value {
    if (this.#outcome === undefined) throw socketError2('would-block')
    if (!this.#outcome.isOk) throw this.#outcome.error
    return this.#outcome.value
  }

  subscribe(): Pollable {
    return new Pollable(
      () => this.isSettled,
      () => this.settled,
    )
  }
}
