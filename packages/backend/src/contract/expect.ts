import { WeftError } from '@weft/core'
import { ContractError } from './contract-error.js'

/** Throws `ContractError` with `message` unless `condition` holds. */
export function expectTrue(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractError(message)
}

/** Throws `ContractError` unless the two are the same value. */
export function expectEqual<T>(actual: T, expected: T, what: string): void {
  if (Object.is(actual, expected)) return
  throw new ContractError(`${what} is ${String(actual)}, expected ${String(expected)}`)
}

/** Compares element by element and names the first that differs. */
export function expectSame<T>(actual: ArrayLike<T>, expected: ArrayLike<T>, what: string): void {
  expectEqual(actual.length, expected.length, `length of ${what}`)
  for (let index = 0; index < expected.length; index++) {
    if (Object.is(actual[index], expected[index])) continue
    throw new ContractError(
      `${what}[${index}] is ${String(actual[index])}, expected ${String(expected[index])}`,
    )
  }
}

/**
 * Expects `action` to throw, or to reject with, a Weft error whose code is one of `codes`, and gives that error.
 * Codes rather than classes, so that a backend may bring its own copy of `@weft/core`.
 */
export async function expectError(
  action: () => unknown,
  what: string,
  ...codes: string[]
): Promise<WeftError> {
  try {
    await action()
  } catch (error) {
    if (WeftError.isInstance(error) && codes.includes(error.code)) return error
    throw new ContractError(
      `${what} threw ${String(error)}, expected code ${codes.join(' or ')}`,
      undefined,
      {
        cause: error,
      },
    )
  }
  throw new ContractError(`${what} did not throw, expected code ${codes.join(' or ')}`)
}
