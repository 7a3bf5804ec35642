import type { FunctionType, ValueType } from '@weft/wasm-binary'
import { CommandError, UsageError } from './cli-error.js'
import { type GuestValue, type PlainType, parseGuestValue, plainTypes } from './guest-value.js'
import { type Invocation, parseInvocation } from './invocation.js'
import { formatSignature, formatValueType } from './signature.js'

/** A call that fits its export: ready to be made. */
export interface GuestCall {
  /** What the command line says. */
  readonly text: string
  readonly name: string
  readonly arguments: readonly GuestValue[]
  readonly results: readonly PlainType[]
}

/**
 * Reads an `--invoke` and fits it to the guest's exports. Throws `UsageError` for text that is no call, `CommandError`
 * for a call that the guest cannot take: it names what there is.
 */
export function planCall(text: string, exports: ReadonlyMap<string, FunctionType>): GuestCall {
  const invocation = parseInvocation(text)
  const type = exports.get(invocation.name)
  if (type === undefined) throw new CommandError(unknownExport(invocation, exports))
  const parameters = type.parameters.map((parameter) => plainTypeOf(parameter, invocation.name))
  if (parameters.length !== invocation.arguments.length) {
    const count = `${invocation.arguments.length} argument${invocation.arguments.length === 1 ? '' : 's'}`
    throw new CommandError(
      `${invocation.name} was given ${count}, but it is ${invocation.name}${formatSignature(type)}`,
    )
  }
  return {
    text,
    name: invocation.name,
    arguments: parameters.map((parameter, index) => parseArgument(invocation, index, parameter)),
    results: type.results.map((result) => plainTypeOf(result, invocation.name)),
  }
}

/** The exported functions, one on a line; used where a name is missing or wrong. */
export function listExports(exports: ReadonlyMap<string, FunctionType>): string {
  if (exports.size === 0) return 'It exports no function.'
  return ['It exports:', ...[...exports].map(([name, type]) => `  ${name}${formatSignature(type)}`)].join(
    '\n',
  )
}

function unknownExport(invocation: Invocation, exports: ReadonlyMap<string, FunctionType>): string {
  return `the guest has no exported function ${JSON.stringify(invocation.name)}. ${listExports(exports)}`
}

function parseArgument(invocation: Invocation, index: number, type: PlainType): GuestValue {
  try {
    return parseGuestValue(invocation.arguments[index]!, type)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new CommandError(`argument ${index + 1} of ${invocation.name}: ${error.message}`)
  }
}

function plainTypeOf(type: ValueType, name: string): PlainType {
  const plain = plainTypes.find((candidate) => candidate === type)
  if (plain !== undefined) return plain
  throw new CommandError(
    `${name} cannot be called from here: it has a value of type ${formatValueType(type)}`,
  )
}
