import { type Discardable, discard } from './discard.js'
import { describe } from './wrong-value.js'

export type Pulled = IteratorResult<unknown, unknown>

/** What a host gave as a stream, in one shape: pulled when a guest reads, and told when nobody reads any more. */
export interface StreamSource {
  pull(): Pulled | PromiseLike<Pulled>
  cancel(): unknown
  /** Lets go of the value that the host gave; nothing was pulled. */
  release?(): void
  /** Whether it is known that there is no more to pull: who reads the last elements is told with them. */
  ended?(): boolean
  /** Whether chunks belong to those who pull them. */
  readonly givesChunks?: boolean
}

/** The many faces of a source of elements. */
interface Streamable extends Discardable {
  readonly getReader?: () => ReadableStreamDefaultReader
  readonly [Symbol.asyncIterator]?: () => AsyncIterator<unknown>
  readonly [Symbol.iterator]?: () => Iterator<unknown>
  readonly read?: () => PromiseLike<unknown>
  readonly cancel?: (reason?: unknown) => unknown
}

/**
 * Takes a WHATWG `ReadableStream`, an async iterable, an iterable, or an object whose `read()` resolves to a chunk or
 * null. Null or undefined is a stream without elements: `preview3-shim` gives that for a body that is missing.
 */
export function streamSource(value: unknown): StreamSource {
  if (value === undefined || value === null) return nothing
  const source = (typeof value === 'object' ? value : {}) as Streamable
  if (source.getReader) return fromReader(source.getReader())
  if (source[Symbol.asyncIterator] || source[Symbol.iterator]) return fromIterable(source)
  if (source.read) return fromRead(source as Streamable & Required<Pick<Streamable, 'read'>>)
  throw new TypeError(
    `a stream (ReadableStream, async iterable or iterable) was expected, got ${describe(value)}`,
  )
}

const finished: Pulled = { value: undefined, done: true }

const nothing: StreamSource = { pull: () => finished, cancel: () => undefined, ended: () => true }

function fromReader(reader: ReadableStreamDefaultReader): StreamSource {
  let closed = false
  reader.closed.then(
    () => {
      closed = true
    },
    () => undefined,
  )
  return {
    pull: () => reader.read(),
    cancel: () => reader.cancel(),
    release: () => reader.releaseLock(),
    ended: () => closed,
    givesChunks: true,
  }
}

/** Its iterator is made when it is needed, so that the source is as it was until then. */
function fromIterable(source: Streamable): StreamSource {
  let made: AsyncIterator<unknown> | Iterator<unknown> | undefined
  const iterator = () => {
    made ??= source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]!()
    return made
  }
  return {
    pull: () => iterator().next(),
    cancel: () => (iterator().return ? iterator().return?.() : discard(source)),
  }
}

function fromRead(
  source: { read(): PromiseLike<unknown> } & Pick<Streamable, 'cancel' | 'close'>,
): StreamSource {
  return {
    pull: () => source.read().then((value) => (value === null ? finished : { value, done: false })),
    cancel: () => (source.cancel ? source.cancel() : source.close?.()),
  }
}
