export interface FromReadableStreamOptions {
  /** Bytes to ask a byte source for at a time. Default: 64 KiB. */
  readonly chunkBytes?: number | undefined
}

/**
 * A WHATWG `ReadableStream` as a stream for a component. Components take a `ReadableStream` as it is; this one reads byte
 * sources through one buffer that is used again, so that no chunk is allocated. When the component stops reading, the
 * stream is cancelled.
 */
export function fromReadableStream(
  stream: ReadableStream,
  { chunkBytes = 64 * 1024 }: FromReadableStreamOptions = {},
): AsyncIterable<unknown> | ReadableStream {
  const reader = byteReader(stream)
  return reader ? bytesOf(reader, chunkBytes) : stream
}

function byteReader(stream: ReadableStream): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: 'byob' })
  } catch (error) {
    if (stream.locked) throw error
    return undefined
  }
}

/** The consumer copies a chunk before it asks for the next one: the buffer is free again then. */
async function* bytesOf(reader: ReadableStreamBYOBReader, chunkBytes: number): AsyncGenerator<Uint8Array> {
  let buffer = new ArrayBuffer(chunkBytes)
  let ended = false
  try {
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(buffer))
      ended = done
      if (done) return
      yield value
      buffer = value.buffer
    }
  } catch (error) {
    ended = true
    throw error
  } finally {
    if (!ended) await reader.cancel()
  }
}
