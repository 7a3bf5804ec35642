import { Awaitable } from './awaitable'
import { Task } from './task'
import { Call } from './subtask'
import { waitFor } from './waiting'

/** Ready once one of several is. Those that are not first go on; a task that is over waits for calls that are under way. */
export class Selection extends Awaitable {
  /** Index of the first that was ready; -1 before that. */
  index: i32 = -1

  constructor(private readonly parts: Array<Awaitable>) {
    super()
    this.look()
  }

  private look(): bool {
    const parts = this.parts
    for (let i = 0; i < parts.length; i++) {
      if (!parts[i].ready) continue
      this.index = i
      this.ready = true
      return true
    }
    return false
  }

  watch(task: Task): void {
    if (this.ready) return
    const parts = this.parts
    for (let i = 0; i < parts.length; i++) {
      parts[i].watch(task)
      parts[i].addWaiter(this)
    }
    // Watching may have begun what was ready at once.
    if (this.look()) this.settle()
  }

  wake(): void {
    if (!this.ready && this.look()) this.settle()
  }

  private settle(): void {
    const parts = this.parts
    for (let i = 0; i < parts.length; i++) parts[i].removeWaiter(this)
    this.becomeReady()
  }

  /** Index of the first that is ready; waits for it. In async functions: `await select([a, b])`. */
  wait(): i32 {
    waitFor(this)
    return this.index
  }
}

/** Waits for whichever is ready first: `await select([a, b])` gives its index. */
export function select(parts: Array<Awaitable>): Selection {
  return new Selection(parts)
}

/** Ready as soon as its selection is. */
abstract class Selected extends Awaitable {
  constructor(protected readonly selection: Selection) {
    super()
    this.ready = selection.ready
  }

  watch(task: Task): void {
    const selection = this.selection
    selection.watch(task)
    if (selection.ready) this.ready = true
    else selection.addWaiter(this)
  }

  wake(): void {
    if (!this.ready) this.becomeReady()
  }
}

function selectCalls<T>(calls: Array<Call<T>>): Selection {
  const parts = new Array<Awaitable>()
  for (let i = 0; i < calls.length; i++) parts.push(calls[i])
  return new Selection(parts)
}

/** The first of several calls to return. */
export class Race<T> extends Selected {
  constructor(private readonly calls: Array<Call<T>>) {
    super(selectCalls<T>(calls))
  }

  /** Which call was first; -1 before that. */
  get index(): i32 {
    return this.selection.index
  }

  /** What the first call returned, once this is `ready`. */
  get value(): T {
    return this.calls[this.selection.index].value
  }

  /** What the first call returns; waits for it. In async functions: `await race([a, b])`. */
  wait(): T {
    waitFor(this)
    return this.value
  }
}

/** Waits for the call that returns first, and gives its result: `await race([a, b])`. The others go on. */
export function race<T>(calls: Array<Call<T>>): Race<T> {
  return new Race<T>(calls)
}

/** Something that is given up if `timer` is ready first. */
export class Timeout extends Selected {
  constructor(awaited: Awaitable, timer: Awaitable) {
    super(new Selection([awaited, timer]))
  }

  /** True if the time was over first. */
  get expired(): bool {
    return this.selection.index == 1
  }

  /** True if it was ready in time. In async functions: `await timeout(call, waitFor(ns))`. */
  wait(): bool {
    waitFor(this)
    return !this.expired
  }
}

/** True if `awaited` is ready before `timer`, a call of `wasi:clocks/monotonic-clock.wait-for` for example. */
export function timeout(awaited: Awaitable, timer: Awaitable): Timeout {
  return new Timeout(awaited, timer)
}
