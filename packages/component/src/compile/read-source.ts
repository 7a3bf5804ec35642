import { LimitError } from '@weft/core'
import { describe } from '../host/wrong-value.js'

/** Chunks of a component's bytes. */
export type ByteChunks = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** What a component can be compiled from. */
export type ComponentSource = ArrayBuffer | ArrayBufferView | Response | ByteChunks

/** The bytes of a source that has them all; undefined for one that gives them one after the other. */
export function wholeBytes(source: ComponentSource): Uint8Array | undefined {
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (!ArrayBuffer.isView(source)) return undefined
  const { buffer, byteOffset, byteLength } = source
  const view = new Uint8Array(buffer, byteOffset, byteLength)
  // The engine compiles no shared bytes.
  return buffer instanceof ArrayBuffer ? view : view.slice()
}

/**
 * Reads a source to its end. `arrived` is called with all bytes so far whenever there are more. Throws `TypeError` for
 * what is no source and for a `Response` that is not ok, `LimitError` past `maximumBytes`.
 */
export async function readChunks(
  source: ComponentSource,
  maximumBytes: number,
  arrived: (bytes: Uint8Array) => void,
): Promise<Uint8Array> {
  let buffer = new Uint8Array(1 << 16)
  let length = 0
  for await (const chunk of chunksOf(source)) {
    const view = wholeBytes(chunk)
    if (view === undefined) throw new TypeError('a component is compiled from chunks of bytes')
    if (length + view.length > maximumBytes)
      throw new LimitError(`a component has its limit of ${maximumBytes} bytes`)
    if (length + view.length > buffer.length) buffer = grown(buffer, length + view.length)
    buffer.set(view, length)
    length += view.length
    arrived(buffer.subarray(0, length))
  }
  return buffer.subarray(0, length)
}

function grown(buffer: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(length, buffer.length * 2))
  larger.set(buffer)
  return larger
}

function chunksOf(source: ComponentSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (isResponse(source)) return responseChunks(source)
  if (isStream(source)) return streamChunks(source)
  if (isIterable(source)) return source
  const given = describe(source)
  throw new TypeError(
    `a component is compiled from bytes, a Response, a stream or chunks of bytes, not from ${given}`,
  )
}

function isIterable(source: unknown): source is AsyncIterable<Uint8Array> {
  return (
    typeof source === 'object' &&
    source !== null &&
    (Symbol.asyncIterator in source || Symbol.iterator in source)
  )
}

function isStream(source: ComponentSource): source is ReadableStream<Uint8Array> {
  return typeof source === 'object' && source !== null && 'getReader' in source
}

function isResponse(source: ComponentSource): source is Response {
  return typeof Response === 'function' && source instanceof Response
}

function responseChunks(response: Response): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const { ok, status, statusText, url } = response
  if (!ok)
    throw new TypeError(`the response is not ok: ${[status, statusText, url].filter(Boolean).join(' ')}`)
  return response.body === null ? [] : streamChunks(response.body)
}

/** Not every engine's streams are iterable. */
async function* streamChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let done = false
  try {
    while (!done) {
      const result = await reader.read()
      done = result.done
      if (result.value !== undefined) yield result.value
    }
  } finally {
    if (!done) await reader.cancel()
  }
}
