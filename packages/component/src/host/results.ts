import type { ResultType, ValType } from '@weft/abi'
import { ComponentError } from './errors.js'

/** A `result` as the ABI has it. */
export interface Outcome {
  readonly tag: 'ok' | 'err'
  readonly val?: unknown
}

/** What a host returned for a `result`: an outcome, or the value of ok, where the type of ok leaves no doubt. */
export function toOutcome({ ok }: ResultType, value: unknown): Outcome {
  return isOutcome(value) && !looksLikeOutcome(ok) ? value : { tag: 'ok', val: value }
}

function isOutcome(value: unknown): value is Outcome {
  if (typeof value !== 'object' || value === null || !('tag' in value)) return false
  if (value.tag !== 'ok' && value.tag !== 'err') return false
  return Object.keys(value).every((key) => key === 'tag' || key === 'val')
}

/** Whether values of the type may look like an outcome themselves. */
function looksLikeOutcome(t: ValType | undefined): boolean {
  if (t?.kind === 'variant') return t.cases.some(({ label }) => label === 'ok' || label === 'err')
  if (t?.kind === 'record') return t.fields.every(({ label }) => label === 'tag' || label === 'val')
  // An option's value stands for itself; an option of an option has a tag of its own.
  if (t?.kind === 'option') return t.type.kind !== 'option' && looksLikeOutcome(t.type)
  return t?.kind === 'result'
}

/**
 * The value of err that something thrown stands for: the `payload` of an error, or what was thrown if it is no error.
 * Undefined for an error without a payload, which is no answer but a failure.
 */
export function thrownOutcome(thrown: unknown): Outcome | undefined {
  if (typeof thrown === 'object' && thrown !== null && 'payload' in thrown)
    return { tag: 'err', val: thrown.payload }
  return thrown instanceof Error ? undefined : { tag: 'err', val: thrown }
}

/** The value of ok; throws a `ComponentError` for err. */
export function unwrap(outcome: unknown): unknown {
  const { tag, val } = outcome as Outcome
  if (tag === 'err') throw new ComponentError(val)
  return val
}
