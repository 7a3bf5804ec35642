import type { ResourceType } from './resource.js'
import type { ReadableFuture, ReadableStream } from './shared.js'
import type { ValType } from './types.js'

/** How handles become JavaScript objects and back, where the other side of a call is the host. */
export interface HostMapping {
  liftOwn(rt: ResourceType, rep: number): unknown
  /** The object must not be used after the call has returned. */
  liftBorrow(rt: ResourceType, rep: number): unknown
  /** The representation of a JavaScript value; throws a `TypeError` for a value of another class. */
  lowerOwn(rt: ResourceType, value: unknown): number
  lowerBorrow(rt: ResourceType, value: unknown): number
  liftStream(stream: ReadableStream, element: ValType | undefined): unknown
  lowerStream(value: unknown, element: ValType | undefined): ReadableStream
  liftFuture(future: ReadableFuture, element: ValType | undefined): unknown
  lowerFuture(value: unknown, element: ValType | undefined): ReadableFuture
}
