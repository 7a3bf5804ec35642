import { constantFact, type Fact, noFact } from '../facts/fact.js'
import type { ValueType } from '../value-type.js'

/** What the text of a value depends on: it must be evaluated before any of this changes. */
export interface Reads {
  readonly locals: ReadonlySet<number>
  readonly globals: boolean
  /** Reads memory, so it can trap as well. */
  readonly memory: boolean
}

/** A value on the operand stack that is not evaluated yet. */
export interface Value {
  readonly type: ValueType
  /** A WGSL expression that stands safely beside any operator. */
  readonly text: string
  /** A name or a literal: it may be written more than once. */
  readonly simple: boolean
  readonly reads: Reads
  readonly fact: Fact
  /** An i32 that is known, as an unsigned number. */
  readonly constant?: number | undefined
  /** For an i32 that is 0 or 1: the same as a WGSL `bool`. */
  readonly condition?: string | undefined
  /** For a number with two trailing zeros: what a quarter of it is, modulo 2^30. */
  readonly words?: Words | undefined
  /** For a pointer with a known origin: its distance from the start of that segment. */
  readonly distance?: Distance | undefined
}

export interface Words {
  readonly text: string
  /** Surely below 2^30. */
  readonly exact: boolean
}

/** Undefined parts are not known in that form. */
export interface Distance {
  readonly text: string | undefined
  readonly words: Words | undefined
}

export const readsNothing: Reads = { locals: new Set(), globals: false, memory: false }

export function joinReads(values: readonly { readonly reads: Reads }[]): Reads {
  const reading = values.map(({ reads }) => reads).filter((reads) => reads !== readsNothing)
  if (reading.length < 2) return reading[0] ?? readsNothing
  return {
    locals: new Set(reading.flatMap(({ locals }) => [...locals])),
    globals: reading.some(({ globals }) => globals),
    memory: reading.some(({ memory }) => memory),
  }
}

export function literal(value: number): string {
  const unsigned = value >>> 0
  return unsigned < 0x1_0000 ? `${unsigned}u` : `0x${unsigned.toString(16)}u`
}

export function constantValue(value: number): Value {
  const unsigned = value >>> 0
  const fact = constantFact(unsigned | 0)
  const words = fact.zeros >= 2 ? { text: literal(unsigned >>> 2), exact: true } : undefined
  return {
    type: 'i32',
    text: literal(unsigned),
    simple: true,
    reads: readsNothing,
    fact,
    constant: unsigned,
    words,
  }
}

/** A value that is held by a name that never changes. */
export function namedValue(type: ValueType, text: string, fact: Fact = noFact): Value {
  return { type, text, simple: true, reads: readsNothing, fact }
}

/** A condition as WGSL wants it. */
export function conditionOf(value: Value): string {
  if (value.condition !== undefined) return value.condition
  if (value.constant !== undefined) return value.constant === 0 ? 'false' : 'true'
  return `(${value.text} != 0u)`
}

export function negated(condition: string): string {
  return condition.startsWith('!') ? condition.slice(1) : `!${condition}`
}

/** A condition as an `if` wants it. */
export function parenthesised(condition: string): string {
  return condition.startsWith('(') && closesAtEnd(condition) ? condition : `(${condition})`
}

/** The first parenthesis is closed by the last one. */
function closesAtEnd(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++
    else if (text[index] === ')' && --depth === 0) return index === text.length - 1
  }
  return false
}
