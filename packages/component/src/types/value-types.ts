import type { FutureReader } from '../host/future-reader.js'
import type { StreamReader } from '../host/stream-reader.js'

/** A `result` inside of other values. */
export type Result<Ok = void, Err = void> = Tagged<'ok', Ok> | Tagged<'err', Err>

type Tagged<Tag, Value> = undefined extends Value
  ? { tag: Tag; val?: Value | undefined }
  : { tag: Tag; val: Value }

/** What a host function returns for a `result`: the value of ok alone will do. It may throw the `payload` of err. */
export type ResultInput<Ok = void, Err = void> = Ok | Result<Ok, Err>

/** What a component takes as a stream. `Chunk`: what a source gives at a time. */
export type StreamInput<Element, Chunk = Element> =
  | StreamReader<Element, unknown>
  | ReadableStream<Chunk>
  | AsyncIterable<Chunk>
  | (Iterable<Chunk> & object)
  | { read(): PromiseLike<Chunk | null> }

/** What a component takes as a stream of numbers. */
export type NumberStreamInput<Element extends number | bigint, NumberArray> =
  | StreamInput<Element, Element | Element[] | NumberArray | ArrayBuffer>
  | ArrayBuffer

/** What a component takes as a future. */
export type FutureInput<Value> = PromiseLike<Value> | FutureReader<Value>
