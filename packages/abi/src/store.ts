import { TrapError } from '@weft/core'
import type { ComponentInstance } from './instance.js'
import { type AbiLimits, defaultAbiLimits } from './limits.js'
import { type Observer, observe } from './observer.js'
import { fifoScheduler, type Scheduler } from './scheduler.js'
import { is_on_paused_stack, Stacks } from './stacks.js'
import type { Task } from './task.js'
import type { Thread } from './thread.js'
import { ThreadQueue } from './thread-queue.js'
import { PendingTrap, placeOf, type TrapPlace, toTrapError } from './trapping.js'
import { uncatchable } from './uncatchable.js'

export interface StoreOptions {
  readonly limits?: Partial<AbiLimits> | undefined
  readonly scheduler?: Scheduler | undefined
  /** False: behave as on an engine that cannot suspend WebAssembly. Default: use it where it is. */
  readonly stackSwitching?: boolean | undefined
  /** Whether calls that nothing can end any more trap (default) or wait for what the host may do later. */
  readonly onDeadlock?: 'trap' | 'wait' | undefined
  /** Is told what runs, for traces. Default: nobody. */
  readonly observer?: Observer | undefined
}

/** What the host waits for: a call, or a read from a stream or future. */
export interface HostOperation {
  /** Whether what it needs cannot be entered any more. Asked while no guest runs. */
  is_poisoned?(): boolean
  /** A guest that it needs has trapped. */
  fail(error: unknown): void
  /** Nothing can end it any more: fails it, and lets nobody enter the instances any more that it is in. */
  poison(error: unknown): void
}

/** Component instances that can call each other, and what runs in them. Specification: Embedding. */
export class Store {
  readonly limits: AbiLimits
  readonly scheduler: Scheduler
  readonly stacks: Stacks
  readonly observer: Observer | undefined
  current_thread: Thread | undefined = undefined
  /** Calls of the host that have not resolved, and its reads that wait for a guest. */
  readonly calls = new Set<HostOperation>()
  /** Synchronous calls whose frames were suspended: only threads of their instances run until they return. */
  readonly sync_sections: Task[] = []
  /** Instances with calls that wait because there are too many stacks. */
  readonly waiting_for_stacks = new Set<ComponentInstance>()
  /** Threads that wait for their call to start: they look again when nothing else can run, for then it will not soon. */
  readonly waiting_for_start = new Set<Thread>()
  /** Told of a trap that no call of the host is there to fail with: in a task that had returned. */
  on_lost_trap: ((error: unknown) => void) | undefined = undefined
  readonly #onDeadlock: 'trap' | 'wait'
  readonly #queue = new ThreadQueue()
  /** Threads that have yielded and let the host have its turn; they are in the queue after it. */
  readonly #yielded = new Set<Thread>()
  #scheduled = false
  #running = false
  /** Left until the event loop gets a turn. */
  #ticks: number
  #entered_top = false
  #host_operations = 0

  constructor(options: StoreOptions = {}) {
    this.limits = { ...defaultAbiLimits, ...options.limits }
    this.#ticks = this.limits.maximumTicksPerTurn
    this.scheduler = options.scheduler ?? fifoScheduler
    this.observer = options.observer
    if (this.observer !== undefined) observe()
    this.#onDeadlock = options.onDeadlock ?? 'trap'
    this.stacks = new Stacks(this, options.stackSwitching ?? true)
  }

  /** Whether the host has something under way that may let a guest go on. */
  get host_is_busy(): boolean {
    return this.#host_operations > 0
  }

  /** The host has something under way that may let a guest go on; `host_ended` when it has not any more. */
  host_began(): void {
    this.#host_operations++
  }

  host_ended(): void {
    this.#host_operations--
    this.schedule()
  }

  /** Puts a thread into the queue of those that may be ready. */
  enqueue(thread: Thread): void {
    thread.queued = true
    this.#queue.push(thread)
    this.schedule()
  }

  /** A thread yields: others run first, and what waits for promises of the host that have settled. */
  enqueue_yielded(thread: Thread): void {
    if (!this.host_is_busy) {
      this.enqueue(thread)
      return
    }
    thread.queued = true
    this.#yielded.add(thread)
    this.#ticks -= ticksOfYield
    this.host_began()
    microtasks(microtasksOfYield).then(() => {
      this.#end_yield(thread)
      this.host_ended()
    })
  }

  #end_yield(thread: Thread): void {
    if (this.#yielded.delete(thread)) this.enqueue(thread)
  }

  /** Lets a thread run before all others. */
  enqueue_first(thread: Thread): void {
    thread.queued = true
    this.#queue.push_first(thread)
    this.schedule()
  }

  /** Makes sure that ready threads run soon: in a microtask. */
  schedule(): void {
    if (this.#scheduled || this.#running) return
    this.#scheduled = true
    queueMicrotask(this.#run)
  }

  readonly #run = (): void => {
    this.#scheduled = false
    if (this.#running || this.stacks.busy) return
    this.#running = true
    for (let thread = this.#next(); thread !== undefined; thread = this.#next()) {
      this.#tick(thread)
      if (--this.#ticks <= 0) {
        // The event loop gets a turn, so that endless work of guests does not keep the host from its own.
        this.#ticks = this.limits.maximumTicksPerTurn
        this.#running = false
        this.#scheduled = true
        nextTurn(this.#run)
        return
      }
      if (this.stacks.busy) break
    }
    this.#running = false
    if (this.stacks.busy) return
    for (const thread of this.waiting_for_start) if (thread.ready()) thread.wake()
    if (!this.#scheduled) this.#look_for_deadlock()
  }

  /** `Store.tick` of the specification, for a thread that is ready. */
  #tick(thread: Thread): void {
    const { inst } = thread.task
    try {
      const free = this.sync_sections.length === 0 && !is_on_paused_stack(thread)
      if (free) inst.enter_from(undefined)
      thread.resume()
      if (free) inst.leave_to(undefined)
    } catch (error) {
      this.fail(error, thread)
    }
  }

  /** Runs one ready thread of the instance that needs no stack of its own, on top of the present frames. */
  run_one_of(inst: ComponentInstance): boolean {
    // The host has no turn before the present frames have returned.
    for (const thread of this.#yielded) if (thread.task.inst === inst) this.#end_yield(thread)
    const thread = this.#take(
      (each) => each.task.inst === inst && each !== inst.exclusive_thread && !is_on_paused_stack(each),
      true,
    )
    thread?.resume()
    return thread !== undefined
  }

  #next(): Thread | undefined {
    if (this.sync_sections.length === 0) {
      // Nothing is entered now, so an instance that cannot be entered has trapped: its threads are dropped.
      return this.#take(mayBeEntered, false)
    }
    const thread = this.#take(
      ({ task: { inst } }) => this.sync_sections.some((section) => section.inst === inst),
      true,
    )
    const [section] = this.sync_sections
    if (thread === undefined && section !== undefined && !this.stacks.busy && !this.host_is_busy) {
      this.fail(new TrapError('cannot block a synchronous task before returning'), section.implicit_thread)
    }
    return thread
  }

  /**
   * Takes a ready thread that fits out of the queue. Threads that are not ready leave it until they are woken again;
   * ready ones that do not fit stay if `keep` says so.
   */
  #take(fits: (thread: Thread) => boolean, keep: boolean): Thread | undefined {
    let kept: Thread[] | undefined
    let found: Thread | undefined
    while (found === undefined && this.#queue.size > 0) {
      const thread = this.#pop()
      if (!this.#look_at(thread)) continue
      if (fits(thread)) found = thread
      else if (keep) {
        kept ??= []
        kept.push(thread)
      }
    }
    if (found !== undefined) found.queued = false
    if (kept !== undefined) for (const thread of kept.reverse()) this.#queue.push_first(thread)
    return found
  }

  #pop(): Thread {
    const { size } = this.#queue
    return this.#queue.take(size === 1 || this.scheduler === fifoScheduler ? 0 : this.scheduler.choose(size))
  }

  /** Whether the thread is ready; one that may lack only the instance's lock is woken when that is free. */
  #look_at(thread: Thread): boolean {
    if (thread.waiting() && thread.ready()) return true
    thread.queued = false
    const { inst, lift } = thread.task
    if (!lift.needs_exclusive) return false
    if (inst.exclusive_thread === undefined) inst.wake_turnstile()
    else if (thread.waiting()) inst.turnstile.add(thread)
    return false
  }

  /** A thread on a stack goes on in a microtask: what a tick does around it is done here and in `leave_top`. */
  enter_top(thread: Thread): void {
    this.#entered_top = this.sync_sections.length === 0
    if (this.#entered_top) thread.task.inst.enter_from(undefined)
    this.current_thread = thread
  }

  leave_top(thread: Thread): void {
    if (this.#entered_top) thread.task.inst.leave_to(undefined)
    this.current_thread = undefined
  }

  /**
   * Resumes a cancellable thread inside the present call. Returns it if it goes on later only, because its frames
   * lie on a suspended stack.
   */
  resume_within(
    inst: ComponentInstance,
    caller: ComponentInstance | undefined,
    thread: Thread,
  ): Thread | undefined {
    if (is_on_paused_stack(thread)) {
      thread.resume(true)
      return thread
    }
    inst.enter_from(caller)
    try {
      thread.resume(true)
    } catch (error) {
      throw uncatchable(toTrapError(error, placeOf(thread)))
    }
    inst.leave_to(caller)
    return undefined
  }

  resume_stack(thread: Thread): void {
    this.stacks.resume(thread)
  }

  /** A stack has ended: calls that waited for one may start. */
  stack_freed(): void {
    for (const inst of this.waiting_for_stacks) {
      if (inst.num_waiting_to_enter === 0) this.waiting_for_stacks.delete(inst)
      else inst.wake_gate()
    }
  }

  /**
   * A trap outside any call of the host: the instances it went through cannot be entered again, and every call that
   * is under way in this store fails with it.
   */
  fail(error: unknown, thread: Thread | undefined): void {
    this.current_thread = undefined
    this.sync_sections.length = 0
    if (thread) this.observer?.ended('task', thread.task, 'trapped')
    thread?.task.inst.enter_from(undefined)
    thread?.task.caller.instance?.enter_from(undefined)
    if (thread) this.stacks.abandon(thread.task.inst.threads)
    this.#fail_calls([...this.calls], error, thread ? placeOf(thread) : {})
  }

  /** A trap ended a call of the host: other calls into the instances that it poisoned never return. */
  fail_poisoned(error: unknown): void {
    const poisoned = [...this.calls].filter((call) => call.is_poisoned?.())
    if (poisoned.length > 0) this.#fail_calls(poisoned, error, {})
  }

  #fail_calls(calls: readonly HostOperation[], error: unknown, place: TrapPlace): void {
    for (const call of calls) this.calls.delete(call)
    const fail = (trapped: Error) => {
      for (const call of calls) call.fail(trapped)
      if (calls.length === 0) this.on_lost_trap?.(trapped)
    }
    const trapped = toTrapError(error, place)
    if (trapped instanceof PendingTrap) trapped.settled.then((real) => fail(toTrapError(real, place)))
    else fail(trapped)
  }

  #look_for_deadlock(): void {
    if (this.calls.size === 0 || this.#host_operations > 0 || this.#onDeadlock === 'wait') return
    // The host may call again in this turn of its event loop.
    nextTurn(() => {
      if (
        this.calls.size === 0 ||
        this.#host_operations > 0 ||
        this.#scheduled ||
        this.#running ||
        this.stacks.busy
      )
        return
      if (this.#queue.size > 0) return
      const error = new TrapError('deadlock detected: event loop cannot make further progress')
      for (const call of this.calls) call.poison(error)
      this.calls.clear()
    })
  }
}

/** A promise that an async function awaits, and gives in its turn through a wrapper or two, settles in fewer. */
const microtasksOfYield = 16
/** They take about as long as this many steps of guests. */
const ticksOfYield = 50

async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await undefined
}

function mayBeEntered(thread: Thread): boolean {
  return thread.task.inst.may_enter_from(undefined)
}

interface Turns {
  setImmediate?(callback: () => void): void
}

/** Runs the callback in the host's next turn, after what is queued there now. Not a timer where there is a choice. */
function nextTurn(callback: () => void): void {
  const { setImmediate } = globalThis as Turns
  if (setImmediate) {
    setImmediate(callback)
    return
  }
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    callback()
  }
  port2.postMessage(undefined)
}
