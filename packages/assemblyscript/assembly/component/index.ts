/// <reference path="./editor.d.ts" />
export { Awaitable } from './awaitable'
export { backpressure } from './backpressure'
export { Chunk } from './chunk'
export { ErrorContext } from './error-context'
export { Future, FuturePair, FutureWriter } from './future'
export { Promise, VoidPromise } from './promise'
export { Resource } from './resource'
export { Race, Selection, Timeout, race, select, timeout } from './selection'
export { Stream, StreamPair, StreamWriter } from './stream'
export { Call, Subtask, VoidCall } from './subtask'
export { Poll, Task } from './task'
export {
  Tuple1, Tuple2, Tuple3, Tuple4, Tuple5, Tuple6, Tuple7, Tuple8, Tuple9, Tuple10, Tuple11, Tuple12, Tuple13,
  Tuple14, Tuple15, Tuple16,
} from './tuples'
export { Result, Some, Unit, char } from './values'
export { yieldNow } from './yielding'
