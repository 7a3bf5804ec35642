/** A JavaScript value that does not fit its type, until the path to it is known and it becomes an error. */
export class Mismatch {
  path = ''
  readonly message: string
  /** Whether the value is of the right type, but outside what the type can be. */
  readonly out_of_range: boolean
  readonly cause: unknown

  constructor(message: string, out_of_range = false, cause?: unknown) {
    this.message = message
    this.out_of_range = out_of_range
    this.cause = cause
  }
}

export function mismatch(wanted: string, value: unknown): never {
  throw new Mismatch(
    `expected ${wanted}, got ${value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value}`,
  )
}

export function outOfRange(wanted: string, value: unknown): never {
  throw new Mismatch(
    `expected ${wanted}, got ${typeof value === 'string' ? JSON.stringify(value) : value}`,
    true,
  )
}

/** What is thrown on when a part of a value does not fit: `step` leads from the whole to the part. */
export function within(step: string | number, error: unknown): unknown {
  if (error instanceof Mismatch)
    error.path = (typeof step === 'number' ? `[${step}]` : `.${step}`) + error.path
  return error
}

/** The error for a caller: a `TypeError`, or a `RangeError` for a value of the right type that is out of range. */
export function asError(root: string, error: unknown): unknown {
  if (!(error instanceof Mismatch)) return error
  const { path, message, cause, out_of_range } = error
  const options = cause === undefined ? undefined : { cause }
  return new (out_of_range ? RangeError : TypeError)(`${root}${path}: ${message}`, options)
}
