import type { StreamReader } from '../host/stream-reader.js'

/**
 * A component's stream as a WHATWG `ReadableStream`. For `stream<u8>` it is a byte source: bytes go from the component
 * straight into the buffer of a BYOB reader, or into chunks of 64 KiB at most. Other numbers come in typed arrays, other
 * elements one by one. Nothing is read before the consumer asks, and cancelling tells the component. A `ReadableStream` that
 * JavaScript gave, and components only passed on, is the result itself.
 */
export function toReadableStream(reader: StreamReader): ReadableStream {
  const source = reader.takeSource((given) => given instanceof ReadableStream)
  if (source !== undefined) return source as ReadableStream
  return reader.elementKind === 'u8' ? byteStream(reader) : elementStream(reader)
}

const defaultChunkBytes = 64 * 1024

function byteStream(reader: StreamReader): ReadableStream<Uint8Array> {
  let cancelled = false
  return new ReadableStream(
    {
      type: 'bytes',
      autoAllocateChunkSize: defaultChunkBytes,
      async pull(controller) {
        const request = controller.byobRequest!
        const { buffer, byteOffset, byteLength } = request.view!
        const count = await reader.readInto(new Uint8Array(buffer, byteOffset, byteLength))
        if (cancelled) return
        if (count === 0) controller.close()
        request.respond(count)
      },
      cancel(reason) {
        cancelled = true
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

function elementStream(reader: StreamReader): ReadableStream {
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await reader.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
