import type { FuncInst } from './call.js'
import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
import type { Lift } from './lift.js'
import type { CanonicalOptions, CoreFunction, LiftLowerContext } from './options.js'
import { blocking } from './stack-switching.js'
import { noResults, Subtask, SubtaskState } from './subtask.js'
import type { Task } from './task.js'
import { type Thread, WAIT, type Wait } from './thread.js'
import { invariant, trapIf } from './trap.js'
import type { CoreFuncType, CoreValue, FuncType, ValType } from './types.js'
import { contains_borrow } from './values/contains.js'
import { CoreValueIter } from './values/flat-lifting.js'
import { MAX_FLAT_ASYNC_PARAMS, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from './values/flatten.js'
import { flatten_functype, flatten_types, param_types, result_type } from './values/flattening.js'
import { lift_flat_values, lower_flat_values } from './values/lift-lower-values.js'
import { type PassPlan, passPlan, type ResultPlan, resultPlan } from './values/pass-plan.js'
import { address } from './values/pointers.js'

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
  readonly flat_ft: CoreFuncType
  readonly #param_types: readonly ValType[]
  readonly #result_types: readonly ValType[]
  readonly #max_flat_params: number
  readonly #max_flat_results: number
  /** Where the pointer for the result stands among the flat arguments; -1: the result is returned flat. */
  readonly #result_pointer: number
  readonly #borrows: boolean
  readonly #context: LiftLowerContext
  #plan: PassPlan | undefined
  #result_plan: ResultPlan | undefined
  #planned = false

  constructor({ inst, ft, opts, callee, name }: LowerDefinition) {
    this.inst = inst
    this.ft = ft
    this.opts = opts
    this.callee = callee
    this.name = name
    this.#param_types = param_types(ft)
    this.#result_types = result_type(ft)
    this.flat_ft = flatten_functype(opts, ft, 'lower')
    this.#max_flat_params = opts.async_ ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS
    this.#max_flat_results = opts.async_ ? 0 : MAX_FLAT_RESULTS
    const results = flatten_types(this.#result_types, this.#ptr_type).length
    this.#result_pointer = results > this.#max_flat_results ? this.flat_ft.params.length - 1 : -1
    this.#borrows = this.#param_types.some(contains_borrow)
    this.#context = { opts, inst }
  }

  get #ptr_type(): 'i32' | 'i64' {
    return this.opts.memory?.addrtype ?? 'i32'
  }

  /** The core function. It wraps what may have to wait itself. */
  core_function(): CoreFunction {
    const { store } = this.inst
    if (this.opts.async_) {
      const call_async = (...flat_args: CoreValue[]) => this.#call_async(flat_args)
      return this.callee.may_block ? blocking(store, this.flat_ft, call_async) : call_async
    }
    if (!this.ft.async && !this.callee.may_block)
      return (...flat_args: CoreValue[]) => this.#call_sync(flat_args)
    return blocking(store, this.flat_ft, (...flat_args: CoreValue[]) => this.#call_and_wait(flat_args))
  }

  #call_async(flat_args: CoreValue[]): CoreValue | undefined | Wait {
    trapIf(!this.inst.may_leave, 'cannot leave component instance', this.name)
    const subtask = new Subtask(this, flat_args)
    subtask.call = this.callee.call(subtask)
    const thread = this.inst.store.current_thread!
    if (subtask.state === SubtaskState.STARTING && thread.stack !== 'none' && this.callee.starts_soon())
      return this.#wait_for_start(subtask, thread)
    return this.#status(subtask)
  }

  /**
   * The call is held back by a thread that could go on and give way: it does so first. The official suites
   * (`async/sync-streams`) expect such a call to have started when it returns.
   */
  #wait_for_start(subtask: Subtask, thread: Thread): CoreValue | undefined | Wait {
    subtask.sync_waiter = thread
    return thread.suspend_stack(
      () => subtask.state !== SubtaskState.STARTING || !this.callee.starts_soon(),
      () => {
        subtask.sync_waiter = undefined
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
    const outcome = thread.wait_until(
      () => subtask.resolved(),
      () => finish_sync(subtask),
    )
    return outcome === WAIT ? WAIT : outcome
  }

  #lifting_context(subtask: Subtask, host: HostMapping | undefined): LiftLowerContext {
    if (!this.#borrows && host === undefined) return this.#context
    return { opts: this.opts, inst: this.inst, borrow_scope: subtask, host }
  }

  /** The arguments as a guest wants them: straight through if nothing is to be converted. */
  pass_params(subtask: Subtask, lift: Lift, task: Task): CoreValue[] {
    if (!this.#planned) this.#make_plan(lift)
    const { flat_args } = subtask
    if (this.#plan !== undefined) return pass(this.#plan, flat_args)
    const values = lift_flat_values(
      this.#lifting_context(subtask, undefined),
      this.#max_flat_params,
      new CoreValueIter(flat_args),
      this.#param_types,
    )
    return lower_flat_values(lift.context(task), MAX_FLAT_PARAMS, values, lift.param_types)
  }

  #make_plan(lift: Lift): void {
    this.#planned = true
    this.#result_plan = resultPlan(lift.result_types)
    if (flatten_types(this.#param_types, this.#ptr_type).length > this.#max_flat_params) return
    this.#plan = passPlan(lift.param_types)
  }

  take_params(subtask: Subtask, mapping: HostMapping): unknown[] {
    return lift_flat_values(
      this.#lifting_context(subtask, mapping),
      this.#max_flat_params,
      new CoreValueIter(subtask.flat_args),
      this.#param_types,
    )
  }

  /** Puts a guest's result where this guest wants it; returns what the core function returns. */
  pass_result(subtask: Subtask, lift: Lift, task: Task, flat: CoreValue[]): CoreValue[] {
    if (!this.#planned) this.#make_plan(lift)
    if (this.#result_plan !== undefined) return this.#pass_scalar(this.#result_plan, subtask, flat[0]!)
    const max_flat = lift.opts.async_ ? MAX_FLAT_PARAMS : MAX_FLAT_RESULTS
    const values = lift_flat_values(lift.context(task), max_flat, new CoreValueIter(flat), lift.result_types)
    return this.#lower_result(subtask, this.#context, values)
  }

  #pass_scalar({ convert, store }: ResultPlan, subtask: Subtask, flat: CoreValue): CoreValue[] {
    const value = convert === undefined ? flat : convert(flat)
    if (this.#result_pointer < 0) return [value]
    store(this.#context, value, address(subtask.flat_args[this.#result_pointer]!))
    return noResults
  }

  give_result(subtask: Subtask, value: unknown, mapping: HostMapping): CoreValue[] {
    const context = { opts: this.opts, inst: this.inst, host: mapping }
    return this.#lower_result(subtask, context, this.#result_types.length === 0 ? [] : [value])
  }

  #lower_result(subtask: Subtask, context: LiftLowerContext, values: unknown[]): CoreValue[] {
    const pointer = this.#result_pointer
    const out_param = pointer < 0 ? undefined : new CoreValueIter([subtask.flat_args[pointer]!])
    return lower_flat_values(context, this.#max_flat_results, values, this.#result_types, out_param)
  }
}

/** The flat arguments of a guest's call; a pointer for the result behind them does no harm. */
function pass({ identity, slots }: PassPlan, flat_args: CoreValue[]): CoreValue[] {
  if (identity) return flat_args
  return slots.map((convert, index) => (convert ? convert(flat_args[index]!) : flat_args[index]!))
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
