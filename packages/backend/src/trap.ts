import { KernelTrapError, type TrapCause, type TrapInfo } from '@weft/core'
import type { KernelFunction } from './interface.js'

/** The wording of V8, SpiderMonkey and JavaScriptCore. Order matters: an early pattern is the more specific one. */
const patterns: readonly (readonly [RegExp, TrapCause])[] = [
  [/wasm exception/i, 'uncaught exception'],
  [/unreachable/i, 'unreachable'],
  [/call stack|too much recursion|stack overflow/i, 'call stack exhausted'],
  [/unaligned/i, 'unaligned atomic'],
  [/signature/i, 'indirect call type mismatch'],
  [/indirect call to null|null table entry/i, 'uninitialized element'],
  [/null/i, 'null reference'],
  [/call_indirect|table index/i, 'undefined element'],
  [/\btable\b|element segment/i, 'out of bounds table access'],
  [/trunc|float unrepresentable|invalid conversion/i, 'invalid conversion to integer'],
  [/by zero/i, 'integer divide by zero'],
  [/overflow|divide result/i, 'integer overflow'],
  [/bounds/i, 'out of bounds memory access'],
]

/**
 * The cause of a trap, from what the engine threw; `unknown` for a message no known engine has. Where an engine has
 * one message for two causes (V8: null and mismatched callee), the answer is the commoner one.
 */
export function trapCauseOf(error: unknown): TrapCause {
  if (error instanceof WebAssembly.Exception) return 'uncaught exception'
  const message = error instanceof Error ? error.message : String(error)
  return patterns.find(([pattern]) => pattern.test(message))?.[1] ?? 'unknown'
}

/** Where a trap happened, in terms of the module that the kernel came from. */
export type TrapPlace = Pick<TrapInfo, 'functionIndex' | 'functionName' | 'offset'>

/**
 * Reads the innermost wasm frame of the error's stack and maps it back through `functions`, which describes the
 * module that ran, by function index. Empty where the engine gives no such frame; no `offset` where it gives none.
 */
export function trapPlaceOf(error: unknown, functions: readonly KernelFunction[]): TrapPlace {
  const stack = error instanceof Error ? String(error.stack) : ''
  const frame = /wasm-function\[(\d+)\](?::0x([0-9a-f]+))?/.exec(stack)
  const description = frame === null ? undefined : functions[Number(frame[1])]
  if (frame === null || description === undefined) return {}
  const place = { functionIndex: description.sourceIndex, functionName: description.name }
  if (frame[2] === undefined) return place
  return { ...place, offset: description.sourceOffset + Number.parseInt(frame[2], 16) - description.offset }
}

/** The error for what a kernel threw in `iteration`; the engine's error is its `cause`. */
export function trapErrorOf(
  error: unknown,
  iteration: number,
  functions: readonly KernelFunction[],
): KernelTrapError {
  const info = { iteration, cause: trapCauseOf(error), ...trapPlaceOf(error, functions) }
  return new KernelTrapError(info, { cause: error })
}
