import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
import type { Lift } from './lift.js'
import type { CanonicalOptions, LiftLowerContext } from './options.js'
import { noResults, type Subtask } from './subtask.js'
import type { Task } from './task.js'
import type { CoreValue, FuncType, ValType } from './types.js'
import { contains_borrow } from './values/contains.js'
import { CoreValueIter } from './values/flat-lifting.js'
import { MAX_FLAT_ASYNC_PARAMS, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from './values/flatten.js'
import { flatten_functype, flatten_types, param_types, result_type } from './values/flattening.js'
import { lift_flat_values, lower_flat_values } from './values/lift-lower-values.js'
import { type PassPlan, passPlan, type ResultPlan, resultPlan } from './values/pass-plan.js'
import { address } from './values/pointers.js'

/** How the arguments and the result of one lowered function travel. Made at its first call: most imports are never called. */
export class LoweredSignature {
  readonly #opts: CanonicalOptions
  readonly #inst: ComponentInstance
  readonly #param_types: readonly ValType[]
  readonly #result_types: readonly ValType[]
  readonly #max_flat_params: number
  readonly #max_flat_results: number
  /** Where the pointer for the result stands among the flat arguments; -1: the result is returned flat. */
  readonly #result_pointer: number
  readonly #borrows: boolean
  readonly #context: LiftLowerContext
  #host_context: LiftLowerContext | undefined
  readonly #plan: PassPlan | undefined
  readonly #result_plan: ResultPlan | undefined

  constructor(inst: ComponentInstance, ft: FuncType, opts: CanonicalOptions) {
    const ptr_type = opts.memory?.addrtype ?? 'i32'
    this.#opts = opts
    this.#inst = inst
    this.#context = { opts, inst }
    this.#param_types = param_types(ft)
    this.#result_types = result_type(ft)
    this.#max_flat_params = opts.async_ ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS
    this.#max_flat_results = opts.async_ ? 0 : MAX_FLAT_RESULTS
    const results = flatten_types(this.#result_types, ptr_type).length
    this.#result_pointer =
      results > this.#max_flat_results ? flatten_functype(opts, ft, 'lower').params.length - 1 : -1
    this.#borrows = this.#param_types.some(contains_borrow)
    this.#result_plan = resultPlan(this.#result_types)
    const flat = flatten_types(this.#param_types, ptr_type).length <= this.#max_flat_params
    this.#plan = flat ? passPlan(this.#param_types) : undefined
  }

  #lifting_context(subtask: Subtask, host: HostMapping | undefined): LiftLowerContext {
    if (!this.#borrows) return host === undefined ? this.#context : this.#with_host(host)
    return { opts: this.#opts, inst: this.#inst, borrow_scope: subtask, host }
  }

  #with_host(host: HostMapping): LiftLowerContext {
    if (this.#host_context?.host !== host) this.#host_context = { ...this.#context, host }
    return this.#host_context
  }

  /** The arguments as a guest wants them: straight through if nothing is to be converted. */
  pass_params(subtask: Subtask, lift: Lift, task: Task): CoreValue[] {
    if (this.#plan !== undefined) return pass(this.#plan, subtask.flat_args)
    const values = this.#lift_params(subtask, this.#lifting_context(subtask, undefined))
    return lower_flat_values(lift.context(task), MAX_FLAT_PARAMS, values, lift.param_types)
  }

  take_params(subtask: Subtask, mapping: HostMapping): unknown[] {
    return this.#lift_params(subtask, this.#lifting_context(subtask, mapping))
  }

  #lift_params(subtask: Subtask, context: LiftLowerContext): unknown[] {
    const iter = new CoreValueIter(subtask.flat_args)
    return lift_flat_values(context, this.#max_flat_params, iter, this.#param_types)
  }

  /** Puts a guest's result where this guest wants it; returns what the core function returns. */
  pass_result(subtask: Subtask, lift: Lift, task: Task, flat: CoreValue[]): CoreValue[] {
    if (this.#result_plan !== undefined) return this.#pass_scalar(this.#result_plan, subtask, flat[0]!)
    return this.#lower_result(subtask, this.#context, lift.lift_result(lift.context(task), flat))
  }

  #pass_scalar({ convert, store }: ResultPlan, subtask: Subtask, flat: CoreValue): CoreValue[] {
    const value = convert === undefined ? flat : convert(flat)
    if (this.#result_pointer < 0) return [value]
    store(this.#context, value, address(subtask.flat_args[this.#result_pointer]!))
    return noResults
  }

  give_result(subtask: Subtask, value: unknown, mapping: HostMapping): CoreValue[] {
    return this.#lower_result(
      subtask,
      this.#with_host(mapping),
      this.#result_types.length === 0 ? [] : [value],
    )
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
