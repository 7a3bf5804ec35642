let unreachable: (() => never) | undefined

/**
 * Wraps an error so that no guest can catch it: WebAssembly's `catch_all` catches errors of JavaScript, but not those
 * of real core traps. The wrapped error is the `cause` of the result.
 */
export function uncatchable(error: unknown): Error {
  if (error instanceof WebAssembly.RuntimeError) return error
  const carrier = coreTrap()
  carrier.message = error instanceof Error ? error.message : String(error)
  carrier.cause = error
  carriers.add(carrier)
  return carrier
}

/** The error inside a wrapped one; any other as it is. */
export function unwrapped(error: unknown): unknown {
  return error instanceof Error && carriers.has(error) ? error.cause : error
}

const carriers = new WeakSet<Error>()

function coreTrap(): Error {
  unreachable ??= makeUnreachable()
  try {
    return unreachable()
  } catch (trap) {
    return trap as Error
  }
}

/** A module with one function, `trap`, that is `unreachable`. */
function makeUnreachable(): () => never {
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
    ...[7, 8, 1, 4, 0x74, 0x72, 0x61, 0x70, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
  ]
  return new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports.trap as () => never
}
