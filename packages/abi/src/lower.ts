import type { FuncInst } from './call.js'
import type { ComponentInstance } from './instance.js'
import { LoweredSignature } from './lowered-signature.js'
import type { CanonicalOptions, CoreFunction } from './options.js'
import { blocking } from './stack-switching.js'
import { Subtask, SubtaskState } from './subtask.js'
import type { Thread, Wait } from './thread.js'
import { invariant, trapIf } from './trap.js'
import type { CoreValue, FuncType } from './types.js'
import { flatten_functype } from './values/flattening.js'

export interface LowerDefinition {
  readonly inst: ComponentInstance
  readonly ft: FuncType
  readonly opts: CanonicalOptions
  readonly callee: FuncInst
  /** For messages: the name of the import. */
  readonly name: string
}

/** A component function as a core function for one instance. Specification: `canon lower`. */
export class Lower {
  readonly inst: ComponentInstance
  readonly ft: FuncType
  readonly opts: CanonicalOptions
  readonly callee: FuncInst
  readonly name: string
  #signature: LoweredSignature | undefined

  constructor({ inst, ft, opts, callee, name }: LowerDefinition) {
    this.inst = inst
    this.ft = ft
    this.opts = opts
    this.callee = callee
    this.name = name
  }

  get signature(): LoweredSignature {
    this.#signature ??= new LoweredSignature(this.inst, this.ft, this.opts)
    return this.#signature
  }

  /** The core function. It wraps what may have to wait itself. */
  core_function(): CoreFunction {
    const { async_ } = this.opts
    if (async_ && !this.callee.may_block) return (...flat_args: CoreValue[]) => this.#call_async(flat_args)
    if (!async_ && !this.ft.async && !this.callee.may_block)
      return (...flat_args: CoreValue[]) => this.#call_sync(flat_args)
    const call = async_
      ? (...flat_args: CoreValue[]) => this.#call_async(flat_args)
      : (...flat_args: CoreValue[]) => this.#call_and_wait(flat_args)
    return blocking(this.inst.store, flatten_functype(this.opts, this.ft, 'lower'), call)
  }

  #call_async(flat_args: CoreValue[]): CoreValue | undefined | Wait {
    trapIf(!this.inst.may_leave, 'cannot leave component instance', this.name)
    const subtask = new Subtask(this, flat_args)
    subtask.call = this.callee.call(subtask)
    const thread = this.inst.store.current_thread!
    if (this.#can_wait_for_start(subtask, thread)) return this.#wait_for_start(subtask, thread)
    return this.#status(subtask)
  }

  /** Where the callee cannot block, `core_function` has not made this one that can wait. */
  #can_wait_for_start({ state }: Subtask, { stack }: Thread): boolean {
    const { callee } = this
    return callee.may_block && stack !== 'none' && state === SubtaskState.STARTING && callee.starts_soon()
  }

  /**
   * The call is held back by a thread that could go on and give way: it does so first. The official suites
   * (`async/sync-streams`) expect such a call to have started when it returns.
   */
  #wait_for_start(subtask: Subtask, thread: Thread): CoreValue | undefined | Wait {
    const { waiting_for_start } = this.inst.store
    subtask.sync_waiter = thread
    waiting_for_start.add(thread)
    return thread.suspend_stack(
      () => subtask.state !== SubtaskState.STARTING || !this.callee.starts_soon(),
      () => {
        subtask.sync_waiter = undefined
        waiting_for_start.delete(thread)
        return this.#status(subtask)
      },
      false,
    )
  }

  /** What an async-lowered function returns: how far the call is, and where to wait for it. */
  #status(subtask: Subtask): number {
    if (subtask.resolved()) {
      subtask.deliver_resolve()
      return SubtaskState.RETURNED
    }
    subtask.index = this.inst.handles.add(subtask)
    return subtask.state | (subtask.index << 4)
  }

  #call_sync(flat_args: CoreValue[]): CoreValue | undefined {
    trapIf(!this.inst.may_leave, 'cannot leave component instance', this.name)
    const subtask = new Subtask(this, flat_args)
    this.callee.call(subtask)
    return finish_sync(subtask)
  }

  #call_and_wait(flat_args: CoreValue[]): CoreValue | undefined | Wait {
    const { inst } = this
    trapIf(!inst.may_leave, 'cannot leave component instance', this.name)
    const thread = inst.store.current_thread!
    if (this.ft.async) thread.check_may_block(this.name)
    const subtask = new Subtask(this, flat_args)
    subtask.call = this.callee.call(subtask)
    if (subtask.resolved()) return finish_sync(subtask)
    subtask.sync_waiter = thread
    return thread.wait_until(
      () => subtask.resolved(),
      () => finish_sync(subtask),
    )
  }
}

function finish_sync(subtask: Subtask): CoreValue | undefined {
  invariant(subtask.state === SubtaskState.RETURNED, 'a synchronous call has returned')
  subtask.deliver_resolve()
  return subtask.flat_results[0]
}

/** Specification: `canon lower`. The result is to be imported by core modules of `inst`. */
export function createLower(definition: LowerDefinition): CoreFunction {
  return new Lower(definition).core_function()
}
