/** A few words on a value that is not what was expected. */
export function describe(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name}`
  if (typeof value !== 'object' || value === null)
    return `${value === null ? '' : `${typeof value} `}${String(value)}`.trim()
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return name && name !== 'Object' ? `an instance of ${name}` : 'an object'
}
