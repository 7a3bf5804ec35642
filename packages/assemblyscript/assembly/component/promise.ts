import { fail } from './abort'
import { Fiber } from './fiber'
import { waitFor } from './waiting'

/** What an async function that returns a `T` gives at once. */
@global
export abstract class Promise<T> extends Fiber {
  protected result!: T

  /** The result; waits for it. In async functions: `await promise`. */
  wait(): T {
    waitFor(this)
    return this.result
  }

  /** The result, once it is `ready`. */
  get value(): T {
    if (!this.ready) fail('the promise is not ready yet')
    return this.result
  }
}

/** What an async function without result gives at once: `Promise<void>` in sources. */
@global
export abstract class VoidPromise extends Fiber {
  /** Waits for its end. In async functions: `await promise`. */
  wait(): void {
    waitFor(this)
  }
}
