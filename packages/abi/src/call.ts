import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
import type { Lift } from './lift.js'
import type { Task } from './task.js'
import type { Thread } from './thread.js'
import type { CoreValue, FuncType } from './types.js'

/**
 * The side of a call that asked for it: a guest (`Subtask`) or the host (`HostCall`). `OnStart` and `OnResolve` of
 * the specification, told who the callee is, so that values go straight from one memory to the other.
 */
export interface Caller {
  /** Undefined: the host. */
  readonly instance: ComponentInstance | undefined
  /**
   * `on_start` for a guest: lowers the arguments into it and returns them flat; undefined after `Lift.abandon`, if the
   * host's arguments are not of their types.
   */
  pass_params(lift: Lift, task: Task): CoreValue[] | undefined
  /** `on_resolve` with a guest's flat results. */
  pass_result(lift: Lift, task: Task, flat: CoreValue[]): void
  /** `on_start` for the host: the arguments as JavaScript values. */
  take_params(mapping: HostMapping): unknown[]
  /** `on_resolve` with the host's result. */
  give_result(value: unknown, mapping: HostMapping): void
  /** `on_resolve(None)`: the callee confirmed that it was cancelled. */
  resolve_cancelled(): void
}

/** What a call can be asked afterwards: `OnCancel` of the specification. */
export interface Call {
  /** Returns the thread that was told, if it runs only after its engine's stack was switched to: not before this returns. */
  request_cancellation(caller: ComponentInstance | undefined): Thread | undefined
}

/** A component-level function: a guest's (`Lift`) or the host's. Specification: `FuncInst`. */
export interface FuncInst {
  readonly ft: FuncType
  readonly name: string
  /** Whether a call may need frames to be suspended before it returns. */
  readonly may_block: boolean
  call(caller: Caller): Call
  /** Whether a call that waits to start can start as soon as threads that are ready have run. */
  starts_soon(): boolean
}
