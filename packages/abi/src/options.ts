import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
import type { GuestMemory } from './memory.js'
import type { Subtask } from './subtask.js'
import type { Task } from './task.js'

export type StringEncoding = 'utf8' | 'utf16' | 'latin1+utf16'

/** Calls a core `realloc`: (old pointer, old size, alignment, new size) to the new pointer, all in bytes. */
export type Realloc = (old: CoreSize, oldSize: CoreSize, alignment: CoreSize, newSize: CoreSize) => CoreSize
/** An address or a size as core code has it: a number with 32-bit memories, a bigint with 64-bit ones. */
export type CoreSize = number | bigint

/** `LiftOptions` of the specification. */
export interface LiftOptions {
  readonly string_encoding: StringEncoding
  readonly memory?: GuestMemory | undefined
}

/** `LiftLowerOptions` of the specification. */
export interface LiftLowerOptions extends LiftOptions {
  readonly realloc?: Realloc | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: a core function's parameters are known at run time only
export type CoreFunction = (...values: any[]) => any

/** `CanonicalOptions` of the specification. */
export interface CanonicalOptions extends LiftLowerOptions {
  readonly post_return?: CoreFunction | undefined
  readonly async_: boolean
  readonly callback?: CoreFunction | undefined
}

/**
 * What lifting and lowering need besides a type and a value. Specification: Lifting and Lowering Context.
 * `host` is set when the values on the other side are JavaScript's; without it they only travel to another guest,
 * and strings and lists stay where they are (`GuestString`, `GuestList`) until they are lowered: one copy, from memory to memory.
 */
export interface LiftLowerContext {
  readonly opts: LiftLowerOptions
  readonly inst: ComponentInstance
  /** Where borrowed handles are counted: the task that they are lent to, or the subtask that lends them. */
  readonly borrow_scope?: Task | Subtask | undefined
  readonly host?: HostMapping | undefined
}
