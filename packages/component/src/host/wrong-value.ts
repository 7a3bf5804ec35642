/** A few words on a value that is not what was expected. */
export function describe(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name}`
  if (value === undefined || value === null) return String(value)
  if (typeof value !== 'object') return `${typeof value} ${shortened(String(value))}`
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return name && name !== 'Object' ? `an instance of ${name}` : 'an object'
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}
