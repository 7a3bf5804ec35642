// What generated bindings and glue need, whatever the author imports.
import { fail } from './abort'
import { collectIfDue } from './collector'
import { enter, leave } from './depth'
import { takeAreas } from './memory'
import { hasBlocking, hasWaiting } from './settings'
import { Task } from './task'
import { waitOnce } from './waiting'

export { fail } from './abort'
export { ErrorContext } from './error-context'
export { Future, FuturePair } from './future'
export {
  liftBytesOf, liftString, newArea, releaseLifted, returnArea, stringPointer, takeAreas, viewPointer,
} from './memory'
export { VoidPromise } from './promise'
export { ExportedResource, Resource } from './resource'
export { FutureType, StreamType } from './stream-type'
export { Stream, StreamPair } from './stream'
export { Call, Subtask, VoidCall } from './subtask'
export { Task } from './task'
export { BlockingTask, FiberTask } from './tasks-of-glue'
export {
  Tuple1, Tuple2, Tuple3, Tuple4, Tuple5, Tuple6, Tuple7, Tuple8, Tuple9, Tuple10, Tuple11, Tuple12, Tuple13,
  Tuple14, Tuple15, Tuple16,
} from './tuples'
export { Result, Some, Unit, char } from './values'

/** The first thing that a synchronous export does. */
export function beforeCall(): void {
  enter()
  if (hasWaiting) Task.current = null
}

/** The last thing that a synchronous export does, or its post-return: ends what the call has begun, and collects garbage. */
export function afterCall(): void {
  if (hasWaiting) endTask()
  if (!leave()) return
  takeAreas()
  collectIfDue()
}

function endTask(): void {
  const task = Task.current
  if (task === null) return
  // Before async functions are over that nobody awaits, nothing is given up.
  while (task.fiberCount > 0 || !task.release()) {
    if (hasBlocking) waitOnce(task)
    else fail('a synchronous export has ended before what it began')
  }
  Task.current = null
}

/** The callback of every async export. */
export function deliver(event: i32, handle: i32, payload: i32): i32 {
  return Task.deliver(event, handle, payload)
}

/** The first thing that a function does that hands a result over. */
export function beginReturn(exportId: i32): void {
  const task = Task.current
  if (task === null) fail('another export runs than the one that returns')
  else task.beginReturn(exportId)
}
