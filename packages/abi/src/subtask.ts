import type { Call, Caller } from './call.js'
import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
import type { Lift } from './lift.js'
import type { Lower } from './lower.js'
import { isObserved, tellBegan, tellEnded } from './observer.js'
import type { ResourceHandle } from './resource.js'
import type { Task } from './task.js'
import { invariant, trapIf } from './trap.js'
import type { CoreValue } from './types.js'
import { EventCode, type EventTuple, Waitable } from './waitable.js'

export const SubtaskState = {
  STARTING: 0,
  STARTED: 1,
  RETURNED: 2,
  CANCELLED_BEFORE_STARTED: 3,
  CANCELLED_BEFORE_RETURNED: 4,
} as const
export type SubtaskState = (typeof SubtaskState)[keyof typeof SubtaskState]

/** A call of an import, seen from the guest that called. Specification: Subtask State and `canon lower`. */
export class Subtask extends Waitable implements Caller {
  readonly lower: Lower
  readonly flat_args: CoreValue[]
  state: SubtaskState = SubtaskState.STARTING
  call: Call | undefined = undefined
  lenders: ResourceHandle[] | undefined = noLenders
  cancellation_requested = false
  flat_results: CoreValue[] = noResults
  /** Index in the table of handles, once the call has blocked. */
  index = 0

  constructor(lower: Lower, flat_args: CoreValue[]) {
    super()
    this.lower = lower
    this.flat_args = flat_args
    if (isObserved) tellBegan(lower.inst, 'call', this, lower.name, lower.inst.store.current_thread?.task)
  }

  get instance(): ComponentInstance {
    return this.lower.inst
  }

  pass_params(lift: Lift, task: Task): CoreValue[] {
    this.#on_start()
    return this.lower.signature.pass_params(this, lift, task)
  }

  take_params(mapping: HostMapping): unknown[] {
    this.#on_start()
    return this.lower.signature.take_params(this, mapping)
  }

  #on_start(): void {
    invariant(this.state === SubtaskState.STARTING, 'a call starts once')
    this.state = SubtaskState.STARTED
    if (this.index !== 0) this.set_pending_event()
    this.sync_waiter?.wake()
  }

  pass_result(lift: Lift, task: Task, flat: CoreValue[]): void {
    this.#resolve(SubtaskState.RETURNED, this.lower.signature.pass_result(this, lift, task, flat))
  }

  give_result(value: unknown, mapping: HostMapping): void {
    this.#resolve(SubtaskState.RETURNED, this.lower.signature.give_result(this, value, mapping))
  }

  resolve_cancelled(): void {
    invariant(this.cancellation_requested, 'only a call that was cancelled ends cancelled')
    const started = this.state !== SubtaskState.STARTING
    this.#resolve(
      started ? SubtaskState.CANCELLED_BEFORE_RETURNED : SubtaskState.CANCELLED_BEFORE_STARTED,
      noResults,
    )
  }

  #resolve(state: SubtaskState, flat_results: CoreValue[]): void {
    invariant(!this.resolved(), 'a call resolves once')
    this.state = state
    this.flat_results = flat_results
    if (isObserved)
      tellEnded(this.instance, 'call', this, state === SubtaskState.RETURNED ? undefined : 'cancelled')
    if (this.index !== 0) this.set_pending_event()
    this.sync_waiter?.wake()
  }

  resolved(): boolean {
    return this.state >= SubtaskState.RETURNED
  }

  add_lender(handle: ResourceHandle): void {
    handle.num_lends++
    if (this.lenders === noLenders) this.lenders = [handle]
    else this.lenders!.push(handle)
  }

  deliver_resolve(): void {
    invariant(this.resolved() && !this.resolve_delivered(), 'the end of a call is delivered once')
    for (const handle of this.lenders!) handle.num_lends--
    this.lenders = undefined
  }

  resolve_delivered(): boolean {
    return this.lenders === undefined
  }

  protected take_event(): EventTuple {
    if (this.resolved()) this.deliver_resolve()
    return [EventCode.SUBTASK, this.index, this.state]
  }

  override drop(): void {
    trapIf(!this.resolve_delivered(), 'cannot drop a subtask which has not yet resolved', 'subtask.drop')
    super.drop()
  }
}

const noLenders: ResourceHandle[] = []
export const noResults: CoreValue[] = []
