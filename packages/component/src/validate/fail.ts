import type { Fail } from '../core-types/core-types.js'

/** Ends validation with a message in the words of wasm-tools, which the official suites expect. */
export type { Fail }

/** The same failure, told with what was being checked. */
export function failWithin(fail: Fail, context: string): Fail {
  return (message) => fail(`${context}: ${message}`)
}
