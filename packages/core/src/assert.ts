/** Throws unless `value` is an integer in the unsigned 32-bit range. `label` names the argument in the message. */
export function assertU32(label: string, value: number): void {
  assertIntegerIn(label, value, 0, 0xffff_ffff)
}

/** Throws `TypeError` for a non-integer and `RangeError` for one outside `[minimum, maximum]`. */
export function assertIntegerIn(label: string, value: number, minimum: number, maximum: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new TypeError(`${label} must be an integer, not ${describe(value)}`)
  }
  if (value < minimum || value > maximum) {
    throw new RangeError(`${label} must be from ${minimum} to ${maximum}, not ${value}`)
  }
}

/** Throws `TypeError` unless `value` is a `Uint8Array`. */
export function assertBytes(label: string, value: unknown): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array))
    throw new TypeError(`${label} must be a Uint8Array, not ${describe(value)}`)
}

/** Throws `TypeError` unless `value` is one of `allowed`. */
export function assertOneOf<T>(label: string, value: unknown, allowed: readonly T[]): asserts value is T {
  if (!allowed.includes(value as T)) {
    throw new TypeError(`${label} must be one of ${allowed.join(', ')}, not ${describe(value)}`)
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'object') return value.constructor?.name ?? 'an object'
  return typeof value === 'string' ? `"${value}"` : String(value)
}
