import type { DeviceInfo } from '@weft/backend'
import { type TrapCause, trapCauses } from '@weft/core'

/** What scripts call causes that have another name in `@weft/core`. */
const otherNames: Readonly<Record<string, TrapCause>> = {
  'null function reference': 'null reference',
  'null structure reference': 'null reference',
  'null array reference': 'null reference',
  'null i31 reference': 'null reference',
  'null exception reference': 'null reference',
  'unhandled exception': 'uncaught exception',
  'indirect call': 'indirect call type mismatch',
}

/** The cause that a script's message names; undefined where traps of devices have no such cause. */
export function causeOf(message: string): TrapCause | undefined {
  // `uninitialized element 2` names the element, which no device does.
  const name = message.replace(/ \d+$/, '')
  return otherNames[name] ?? trapCauses.find((cause) => cause === name && cause !== 'unknown')
}

/** Causes for which the engines behind CPU devices have one message, by the cause that devices make of it. */
const mergedByEngines: Partial<Record<TrapCause, TrapCause>> = {
  'uninitialized element': 'indirect call type mismatch',
  'integer overflow': 'invalid conversion to integer',
}

/**
 * True if a device may give `actual` as the cause of a trap. Engines tell neither an empty entry of a table from one of
 * another type, nor a float that is too large for an integer from a NaN.
 */
export function isCause(actual: TrapCause, expected: TrapCause, { kind }: Pick<DeviceInfo, 'kind'>): boolean {
  if (actual === expected) return true
  const onEngine = kind === 'cpu' || kind === 'sequential'
  return onEngine && mergedByEngines[expected] === actual
}
