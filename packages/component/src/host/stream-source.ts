import { describe } from './wrong-value.js'

export type Pulled = IteratorResult<unknown, unknown>

/** What a host gave as a stream, in one shape: pulled when a guest reads, and told when nobody reads any more. */
export interface StreamSource {
  pull(): Pulled | PromiseLike<Pulled>
  cancel(): unknown
}

/** The many faces of a source of elements. */
interface Streamable {
  readonly getReader?: () => ReadableStreamDefaultReader
  readonly [Symbol.asyncIterator]?: () => AsyncIterator<unknown>
  readonly [Symbol.iterator]?: () => Iterator<unknown>
  readonly read?: () => PromiseLike<unknown>
  readonly cancel?: (reason?: unknown) => unknown
  readonly close?: () => unknown
}

/**
 * Takes a WHATWG `ReadableStream`, an async iterable, an iterable, or an object whose `read()` resolves to a chunk or
 * null. Null or undefined is a stream without elements: `preview3-shim` gives that for a body that is missing.
 */
export function streamSource(value: unknown): StreamSource {
  if (value === undefined || value === null) return { pull: () => finished, cancel: () => undefined }
  const source = (typeof value === 'object' ? value : {}) as Streamable
  if (source.getReader) return fromReader(source.getReader())
  const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]?.()
  if (iterator) return { pull: () => iterator.next(), cancel: () => iterator.return?.() }
  if (source.read) return fromRead(source as Streamable & Required<Pick<Streamable, 'read'>>)
  throw new TypeError(
    `a stream (ReadableStream, async iterable or iterable) was expected, got ${describe(value)}`,
  )
}

const finished: Pulled = { value: undefined, done: true }

function fromReader(reader: ReadableStreamDefaultReader): StreamSource {
  return { pull: () => reader.read(), cancel: () => reader.cancel() }
}

function fromRead(
  source: { read(): PromiseLike<unknown> } & Pick<Streamable, 'cancel' | 'close'>,
): StreamSource {
  return {
    pull: () => source.read().then((value) => (value === null ? finished : { value, done: false })),
    cancel: () => (source.cancel ? source.cancel() : source.close?.()),
  }
}
