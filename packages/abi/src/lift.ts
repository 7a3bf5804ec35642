import type { Call, Caller, FuncInst } from './call.js'
import { resume_after_callback } from './callback.js'
import type { HostMapping } from './host-mapping.js'
import type { ComponentInstance } from './instance.js'
import { isObserved, tellBegan, tellEnded } from './observer.js'
import type { CanonicalOptions, CoreFunction, LiftLowerContext } from './options.js'
import type { ResourceType } from './resource.js'
import { type StackEntry, stackEntry } from './stack-switching.js'
import { Task, TaskState } from './task.js'
import { invariant, trap } from './trap.js'
import { toTrapError } from './trapping.js'
import type { CoreFuncType, CoreValue, FuncType, ValType } from './types.js'
import { uncatchable } from './uncatchable.js'
import { contains_borrow } from './values/contains.js'
import { CoreValueIter } from './values/flat-lifting.js'
import { MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from './values/flatten.js'
import { flatten_functype, param_types, result_type } from './values/flattening.js'
import { lift_flat_values } from './values/lift-lower-values.js'

export interface LiftDefinition {
  readonly inst: ComponentInstance
  readonly ft: FuncType
  readonly opts: CanonicalOptions
  readonly callee: CoreFunction
  /** For messages: the name of the export. */
  readonly name: string
  /** Whether core code reached from here may have to wait with frames on its stack. */
  readonly may_block: boolean
}

/** A core function as a component function. Specification: `canon lift`. */
export class Lift implements FuncInst {
  readonly inst: ComponentInstance
  readonly ft: FuncType
  readonly opts: CanonicalOptions
  readonly name: string
  readonly may_block: boolean
  readonly param_types: readonly ValType[]
  readonly result_types: readonly ValType[]
  /** Whether tasks hold `exclusive_thread` while their implicit thread runs. Specification: `Task.needs_exclusive`. */
  readonly needs_exclusive: boolean
  /** Whether core code runs on a stack of its own. */
  readonly on_stack: boolean
  /** For values that hold no borrowed handles; others need a context of their call. */
  readonly #context: LiftLowerContext
  #borrows: boolean | undefined
  #host_context: LiftLowerContext | undefined
  readonly #callee: CoreFunction
  #callee_entry: StackEntry | undefined
  #callback_entry: StackEntry | undefined

  constructor({ inst, ft, opts, callee, name, may_block }: LiftDefinition) {
    this.inst = inst
    this.ft = ft
    this.opts = opts
    this.name = name
    this.may_block = may_block
    this.#callee = callee
    this.param_types = param_types(ft)
    this.result_types = result_type(ft)
    this.needs_exclusive = ft.async && (!opts.async_ || opts.callback !== undefined)
    this.on_stack = may_block && inst.store.stacks.suspend !== undefined
    this.#context = { opts, inst }
  }

  /** The context to lower a task's arguments, or lift its result. */
  context(task: Task): LiftLowerContext {
    this.#borrows ??= this.param_types.some(contains_borrow)
    return this.#borrows ? { opts: this.opts, inst: this.inst, borrow_scope: task } : this.#context
  }

  /** The same for values of the host. */
  host_context(task: Task, host: HostMapping): LiftLowerContext {
    const context = this.context(task)
    if (context.borrow_scope !== undefined) return { ...context, host }
    if (this.#host_context?.host !== host) this.#host_context = { ...context, host }
    return this.#host_context
  }

  /** The result of a task, from core results or the arguments of `task.return`. */
  lift_result(context: LiftLowerContext, flat: CoreValue[]): unknown[] {
    const max_flat = this.opts.async_ ? MAX_FLAT_PARAMS : MAX_FLAT_RESULTS
    return lift_flat_values(context, max_flat, new CoreValueIter(flat), this.result_types)
  }

  call(caller: Caller): Call {
    const from = caller.instance
    // The official suites want calls between an instance and one that contains it to trap.
    if (from !== undefined && this.inst.is_related_to(from)) trap('cannot enter component instance')
    return this.run(caller)
  }

  starts_soon(): boolean {
    const { backpressure, exclusive_thread, store } = this.inst
    if (backpressure > 0) return false
    if (exclusive_thread === undefined) return true
    // Two that wait for each other's calls to start would wait for ever.
    if (store.waiting_for_start.has(exclusive_thread)) return false
    return exclusive_thread.ready() || store.stacks.is_running(exclusive_thread)
  }

  /** `call` without the restriction on who may call. */
  run(caller: Caller): Task {
    const { inst } = this
    const { store } = inst
    const from = caller.instance
    if (!inst.may_enter_from(from)) cannot_enter(from)
    const task = new Task(this, caller)
    const previous = store.current_thread
    if (isObserved) tellBegan(inst, 'task', task, this.name, caller)
    inst.enter_from(from)
    if (!this.ft.async) inst.sync_calls++
    store.current_thread = task.implicit_thread
    try {
      task.enter_implicit_thread()
    } catch (error) {
      store.current_thread = previous
      if (isObserved) tellEnded(inst, 'task', task, 'trapped')
      throw uncatchable(toTrapError(error, { inst, export: this.name }))
    }
    store.current_thread = previous
    if (!this.ft.async && task.state !== TaskState.RESOLVED) this.#wait_synchronously(task)
    else inst.leave_to(from)
    return task
  }

  /** A synchronous call whose frames were suspended: other threads of the instance run until it has returned. */
  #wait_synchronously(task: Task): void {
    const { inst } = this
    if (!inst.has_other_ready_thread() && !inst.store.host_is_busy)
      trap('cannot block a synchronous task before returning')
    inst.store.sync_sections.push(task)
    inst.store.schedule()
  }

  /** The task's turn has come: lowers the arguments and calls core code. */
  enter(task: Task): void {
    const flat_args = task.start()
    if (flat_args === undefined) return
    if (this.on_stack) {
      this.#callee_entry ??= stackEntry(
        this.inst.store,
        flatten_functype(this.opts, this.ft, 'lift'),
        this.#callee,
      )
      this.inst.store.stacks.start(task.implicit_thread, this.#callee_entry, flat_args, (results) =>
        this.#ended(task, results),
      )
      return
    }
    const result: CoreValue | undefined = this.#callee(...flat_args)
    this.#ended(task, result === undefined ? [] : [result])
  }

  /** The host's arguments could not be lowered: the call fails, and the instance goes on as if it had not been called. */
  abandon(task: Task): void {
    task.state = TaskState.RESOLVED
    task.exit_implicit_thread()
    if (!this.ft.async) this.#left_synchronously(task)
  }

  /** Core code has returned. */
  #ended(task: Task, flat_results: CoreValue[]): void {
    if (!this.opts.async_) this.#ended_synchronously(task, flat_results)
    else if (this.opts.callback === undefined) task.exit_implicit_thread()
    else resume_after_callback(task, flat_results[0] as number)
  }

  #ended_synchronously(task: Task, flat_results: CoreValue[]): void {
    const { inst, opts } = this
    task.return_(flat_results)
    if (opts.post_return !== undefined) {
      invariant(inst.may_leave, 'post-return begins outside of realloc')
      inst.may_leave = false
      opts.post_return(...flat_results)
      inst.may_leave = true
    }
    task.exit_implicit_thread()
    if (!this.ft.async) this.#left_synchronously(task)
  }

  #left_synchronously(task: Task): void {
    const { inst } = this
    inst.sync_calls--
    const { sync_sections } = inst.store
    const section = sync_sections.indexOf(task)
    if (section < 0) return
    sync_sections.splice(section, 1)
    inst.leave_to(task.caller.instance)
  }

  /** Calls the `callback` with an event. */
  call_callback(task: Task, event: readonly [number, number, number]): void {
    const callback = this.opts.callback!
    if (!this.on_stack) {
      resume_after_callback(task, callback(event[0], event[1], event[2]))
      return
    }
    this.#callback_entry ??= stackEntry(this.inst.store, callbackType, callback)
    this.inst.store.stacks.start(task.implicit_thread, this.#callback_entry, event, ([packed]) =>
      resume_after_callback(task, packed as number),
    )
  }
}

const callbackType: CoreFuncType = { params: ['i32', 'i32', 'i32'], results: ['i32'] }

/** Specification: `canon lift`. `may_block`: whether core code may have to wait with frames on its stack. */
export function createLift(definition: LiftDefinition): FuncInst {
  return new Lift(definition)
}

/**
 * Calls a resource type's destructor as a synchronous call from `caller`, an instance or (undefined) the host.
 * Specification: `canon resource.drop`.
 */
export function call_destructor(rt: ResourceType, rep: number, caller: ComponentInstance | undefined): void {
  const { dtor, impl } = rt
  if (dtor === undefined) return
  if (impl === undefined) {
    dtor(rep)
    return
  }
  let lift = destructors.get(rt)
  if (lift === undefined) {
    lift = new Lift({
      inst: impl,
      ft: destructorType,
      opts: plainOptions,
      callee: dtor,
      name: `drop of ${rt.name}`,
      may_block: false,
    })
    destructors.set(rt, lift)
  }
  lift.run({ ...withoutValues, instance: caller, pass_params: () => [rep] })
}

/**
 * Runs the host's code as a call of a function of `inst` without parameters: for what happens while it is made, such
 * as start functions.
 */
export function run_in_instance(inst: ComponentInstance, run: () => void): void {
  const ft = { params: [], async: false }
  const lift = new Lift({
    inst,
    ft,
    opts: plainOptions,
    callee: run,
    name: '(instantiation)',
    may_block: false,
  })
  lift.run(withoutValues)
}

function cannot_enter(from: ComponentInstance | undefined): never {
  const hint = from === undefined ? 'it trapped before, was disposed of, or is in a call' : undefined
  return trap('cannot enter component instance', undefined, hint)
}

const destructors = new WeakMap<ResourceType, Lift>()
const destructorType: FuncType = { params: [{ label: 'rep', type: { kind: 'u32' } }], async: false }
const plainOptions: CanonicalOptions = { string_encoding: 'utf8', async_: false }
const withoutValues: Caller = {
  instance: undefined,
  pass_params: () => [],
  pass_result: () => undefined,
  take_params: () => [],
  give_result: () => undefined,
  resolve_cancelled: () => undefined,
}
