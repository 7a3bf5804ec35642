import { CannotSuspendError, LimitError, TrapError } from '@weft/core'
import type { ComponentInstance } from './instance.js'
import type { Thread } from './thread.js'
import { unwrapped } from './uncatchable.js'

/**
 * A trap on a stack of its own, thrown before the engine has told the reason: that comes with the rejection of the
 * stack's promise, a microtask later.
 */
export class PendingTrap extends TrapError {
  /** Resolves to the real error. */
  readonly settled: Promise<unknown>
  readonly #resolve: (error: unknown) => void

  constructor() {
    super('trap')
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.settled = promise
    this.#resolve = resolve
  }

  settle(error: Error): void {
    if (error instanceof PendingTrap) error.settled.then(this.#resolve)
    else this.#resolve(error)
  }
}

/** What engines say about core traps, and the wording of the official suites for it. */
const coreTraps: readonly (readonly [RegExp, string])[] = [
  [/unreachable/i, 'wasm `unreachable` instruction executed'],
  [
    /table index is out of bounds|table access|undefined element/i,
    'undefined element: out of bounds table access',
  ],
  [
    /memory access out of bounds|out of bounds memory|out-of-bounds memory|data segment/i,
    'out of bounds memory access',
  ],
  [/divide by zero|division by zero/i, 'integer divide by zero'],
  [/divide result unrepresentable|integer overflow/i, 'integer overflow'],
  [/float unrepresentable|conversion to integer|truncat/i, 'invalid conversion to integer'],
  [/null function|signature mismatch|indirect call/i, 'indirect call type mismatch'],
  [/call stack|recursion/i, 'call stack exhausted'],
  [/null/i, 'null reference'],
]

/** Who trapped, as far as it is known. */
export interface TrapPlace {
  readonly inst?: ComponentInstance | undefined
  /** The component export whose call trapped. */
  readonly export?: string | undefined
}

export function placeOf({ task: { inst, lift } }: Thread): TrapPlace {
  return { inst, export: lift.name }
}

/**
 * The error in the host's words for whatever ended a guest: a `TrapError`, or what the host or engine lacks for it. To be
 * asked for where the guest's frames end, since only the innermost place knows which instance trapped.
 */
export function toTrapError(thrown: unknown, { inst, export: name }: TrapPlace): Error {
  const error = unwrapped(thrown)
  if (error instanceof PendingTrap || error instanceof LimitError || error instanceof CannotSuspendError)
    return error
  const context = { componentPath: inst?.path, export: name }
  if (!(error instanceof TrapError)) {
    // No guest that aborts ends by an exhausted stack or an exception, which are no `RuntimeError`s.
    const abort = error instanceof WebAssembly.RuntimeError ? inst?.guest_abort?.() : undefined
    return new TrapError(ruleOf(error), { ...context, abort, cause: error })
  }
  if (error.componentPath !== undefined) return error
  return new TrapError(error.rule, { ...error, ...context, cause: error.cause })
}

function ruleOf(error: unknown): string {
  if (error instanceof WebAssembly.Exception) return 'uncaught exception propagated out of component'
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RangeError && /call stack/i.test(message)) return 'call stack exhausted'
  if (!(error instanceof WebAssembly.RuntimeError)) return `the host failed: ${message}`
  return coreTraps.find(([pattern]) => pattern.test(message))?.[1] ?? message
}
