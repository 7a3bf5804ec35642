import { fail } from './abort'
import { Awaitable } from './awaitable'
import { threadYield, waitableSetWait } from './canon'
import { Fiber, park } from './fiber'
import { hasBlocking, hasFibers } from './settings'
import { Poll, Task, dispatch } from './task'

/** Waits in the middle of a function: suspends an async function; blocks the stack of any other. */
@inline
export function waitFor(awaitable: Awaitable): void {
  if (!awaitable.ready) suspend(awaitable)
}

function suspend(awaitable: Awaitable): void {
  const fiber = Fiber.current
  if (hasFibers && fiber !== null) {
    awaitable.watch(Task.current!)
    awaitable.addWaiter(fiber)
    if (!awaitable.ready) park()
  } else if (hasBlocking) block(awaitable)
  else fail('only async functions can wait in this guest, which was built without blocking')
}

const eventArea: usize = memory.data(8, 4)

function block(awaitable: Awaitable): void {
  const task = currentTask()
  awaitable.watch(task)
  while (!awaitable.ready) waitOnce(task)
}

/** Blocks until there is something to do for a task, and does it. */
export function waitOnce(task: Task): void {
  if (task.hasYielded) {
    threadYield()
    // Others may have run meanwhile.
    Task.current = task
    task.wakeYielded()
  } else {
    const event = waitableSetWait(task.set(), eventArea)
    Task.current = task
    dispatch(task, event, load<i32>(eventArea), load<i32>(eventArea, 4))
  }
  task.runFibers()
}

/** The task that runs; in calls of synchronous exports one that lasts until the end of the call. */
export function currentTask(): Task {
  let task = Task.current
  if (task === null) {
    task = new CallTask()
    Task.current = task
  }
  return task
}

/** Stands for a call that has no task of its own kind. */
export class CallTask extends Task {
  resume(): Poll {
    return Poll.Done
  }
}
