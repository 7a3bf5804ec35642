import { InvalidArgumentError, Option } from 'commander'

/** An option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value]
}

/** An option of names with commas between them, that may be given several times. */
export function collectNames(value: string, previous: readonly string[] | undefined): string[] {
  const names = value.split(',').map((name) => name.trim())
  if (names.includes('')) throw new InvalidArgumentError('Write names with commas between them.')
  return [...(previous ?? []), ...names]
}

/** A whole number of threads, or of invocations in a workgroup. */
export function parseCount(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 1024)
    throw new InvalidArgumentError('It must be a whole number from 1 to 1024.')
  return value
}

/** How floating-point numbers are computed on a GPU. */
export function floatOption(): Option {
  return new Option(
    '--float <mode>',
    'on a GPU: strict is bit for bit as on the CPU, fast is its own f32 (default: fast for kernels with f32 only)',
  ).choices(['strict', 'fast'])
}

/** The file to write a trace to. */
export function traceOption(): Option {
  return new Option('--trace <file>', 'write what happens when, for Perfetto or chrome://tracing')
}

/** A time limit in milliseconds. */
export function parseMilliseconds(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('It must be a number of milliseconds greater than 0.')
  }
  return value
}

/** `NAME=VALUE` pairs as an object. */
export function parseEnvironment(
  pair: string,
  previous: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const equals = pair.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Write it as NAME=VALUE.')
  return { ...previous, [pair.slice(0, equals)]: pair.slice(equals + 1) }
}

/** `HOST::GUEST` (or one path for both) as an object from guest paths to host paths. */
export function parseDirectory(
  pair: string,
  previous: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const [host = '', guest = host, ...more] = pair.split('::')
  if (host === '' || guest === '' || more.length > 0)
    throw new InvalidArgumentError('Write it as HOST::GUEST, or as one path for both.')
  return { ...previous, [guest]: host }
}
