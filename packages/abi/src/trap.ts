import { TrapError } from '@weft/core'
import { uncatchable } from './uncatchable.js'

/**
 * Ends the guest: the fault is its own. `rule` is the wording of the official test suites; `builtin` names the
 * canonical built-in or definition, such as `stream.read`, where one is at work; `hint` helps people. What is thrown is a core trap, which
 * no guest can catch, with the `TrapError` as its `cause`.
 */
export function trap(rule: string, builtin?: string, hint?: string): never {
  throw uncatchable(new TrapError(rule, { builtin, hint }))
}

/** `trap_if` of the specification. */
export function trapIf(condition: boolean, rule: string, builtin?: string): void {
  if (condition) trap(rule, builtin)
}

/** What must hold whatever a guest does: a failure is a fault of this library. */
export function invariant(condition: boolean, what: string): asserts condition {
  if (!condition) throw new TypeError(`invariant of @weft/abi broken: ${what}`)
}
