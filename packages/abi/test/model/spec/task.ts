import type { ComponentInstance } from './instance.js'
import { type Blocking, current_thread, type Thread } from './thread.js'
import { assert, trap_if } from './trap.js'
import type { CanonicalOptions, FuncType, Value } from './types.js'

/** `label` is the first argument, for those who have to tell calls apart that have not started. */
export type OnStart = (() => Value[]) & { readonly label: number }
export type OnResolve = (result: Value[] | undefined) => void
/** Returns the thread that will be told later, see `Thread.resume_cancelled_later`. */
export type OnCancel = (caller: ComponentInstance | undefined) => Thread | undefined
type State = 'INITIAL' | 'STARTED' | 'PENDING_CANCEL' | 'CANCEL_DELIVERED' | 'RESOLVED'

/** Tasks. */
export class Task {
  ft: FuncType
  opts: CanonicalOptions
  inst: ComponentInstance
  on_start: OnStart
  on_resolve: OnResolve
  state: State = 'INITIAL'
  implicit_thread: Thread | undefined = undefined
  threads: Thread[] = []

  constructor(
    ft: FuncType,
    opts: CanonicalOptions,
    inst: ComponentInstance,
    on_start: OnStart,
    on_resolve: OnResolve,
  ) {
    this.ft = ft
    this.opts = opts
    this.inst = inst
    this.on_start = on_start
    this.on_resolve = on_resolve
  }

  needs_exclusive(): boolean {
    assert(this.ft.async_, 'self.ft.async_')
    return !this.opts.async_ || this.opts.callback !== undefined
  }

  *enter_implicit_thread(): Blocking<boolean> {
    assert(this.state === 'INITIAL', 'self.state == INITIAL')
    const { inst } = this
    const thread = current_thread()
    this.implicit_thread = thread
    if (this.ft.async_) {
      const has_backpressure = () =>
        inst.backpressure > 0 || (this.needs_exclusive() && inst.exclusive_thread !== undefined)
      if (has_backpressure() || inst.num_waiting_to_enter > 0) {
        inst.num_waiting_to_enter += 1
        const cancelled = yield* thread.wait_until(() => !has_backpressure(), true)
        inst.num_waiting_to_enter -= 1
        if (cancelled) {
          this.cancel()
          return false
        }
      }
      if (this.needs_exclusive()) {
        assert(inst.exclusive_thread === undefined, 'self.inst.exclusive_thread is None')
        inst.exclusive_thread = thread
      }
    }
    this.register_thread(thread)
    return true
  }

  register_thread(thread: Thread): void {
    assert(!this.threads.includes(thread) && thread.task === this, 'thread not in self.threads')
    this.threads.push(thread)
    assert(thread.index === undefined, 'thread.index is None')
    thread.index = this.inst.threads.add(thread)
  }

  exit_implicit_thread(): void {
    const thread = current_thread()
    assert(thread === this.implicit_thread, 'current_thread() is self.implicit_thread')
    this.unregister_thread(thread)
    if (this.ft.async_ && this.needs_exclusive()) {
      assert(this.inst.exclusive_thread === thread, 'self.inst.exclusive_thread is self.implicit_thread')
      this.inst.exclusive_thread = undefined
    }
  }

  unregister_thread(thread: Thread): void {
    assert(this.threads.includes(thread), 'thread in self.threads')
    this.threads.splice(this.threads.indexOf(thread), 1)
    if (this.threads.length === 0) trap_if(this.state !== 'RESOLVED', 'task without result')
    this.inst.threads.remove(thread.index!)
  }

  request_cancellation(caller: ComponentInstance | undefined): Thread | undefined {
    const { inst } = this
    if (this.state === 'INITIAL') {
      this.state = 'CANCEL_DELIVERED'
      this.implicit_thread!.resume(true)
      return undefined
    }
    assert(this.state === 'STARTED', 'self.state == STARTED')
    const candidates = new Set(this.threads.filter((t) => t.cancellable))
    const locked = inst.exclusive_thread !== undefined && inst.exclusive_thread !== this.implicit_thread
    if (this.needs_exclusive() && locked) candidates.delete(this.implicit_thread!)
    const [thread] = candidates
    assert(candidates.size <= 1, 'these guests have one thread in a task')
    if (thread !== undefined && inst.may_enter_from(caller)) {
      this.state = 'CANCEL_DELIVERED'
      if (thread.in_core && inst.store.choice.resumes_later(thread)) {
        thread.resume_cancelled_later()
        return thread
      }
      inst.enter_from(caller)
      thread.resume(true)
      inst.leave_to(caller)
    } else this.state = 'PENDING_CANCEL'
    return undefined
  }

  deliver_pending_cancel(cancellable: boolean): boolean {
    if (!cancellable || this.state !== 'PENDING_CANCEL') return false
    this.state = 'CANCEL_DELIVERED'
    return true
  }

  start(): Value[] {
    assert(this.state === 'INITIAL', 'self.state == INITIAL')
    this.state = 'STARTED'
    return this.on_start()
  }

  return_(result: Value[]): void {
    trap_if(this.state === 'RESOLVED', 'resolved twice')
    this.on_resolve(result)
    this.state = 'RESOLVED'
  }

  cancel(): void {
    trap_if(this.state !== 'CANCEL_DELIVERED', 'not cancelled')
    this.on_resolve(undefined)
    this.state = 'RESOLVED'
  }
}
