import type { MaybePromise } from '@weft/backend'

/** True for a promise. Devices answer with native promises. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return value instanceof Promise
}

/** Calls `next` with the value: now if it is there, otherwise when the promise is kept. */
export function after<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return isPromise(value) ? value.then(next) : next(value)
}
