import { fail } from './abort'
/** A code point. */
export type char = u32

/** A value where WIT has none: the payload of `result<_, e>`, the element of `stream`. */
export type Unit = u8

/** The value of an `option<t>` whose `t` cannot be null in AssemblyScript: `Some<u32> | null`. */
export class Some<T> {
  constructor(readonly value: T) {}
}

/** A `result<t, e>`. */
export class Result<T, E> {
  private result!: T
  private problem!: E

  private constructor(readonly isOk: bool) {}

  static ok<T, E>(value: T): Result<T, E> {
    const made = new Result<T, E>(true)
    made.result = value
    return made
  }

  static err<T, E>(error: E): Result<T, E> {
    const made = new Result<T, E>(false)
    made.problem = error
    return made
  }

  get isErr(): bool {
    return !this.isOk
  }

  /** The value of ok. Aborts if it is an error. */
  get value(): T {
    if (!this.isOk) fail('the result is an error: look at `isOk` before `value`')
    return this.result
  }

  /** The error. Aborts if it is ok. */
  get error(): E {
    if (this.isOk) fail('the result is ok: look at `isOk` before `error`')
    return this.problem
  }
}
