import {
  createStreamWriter,
  fromReadableStream,
  type StreamReader,
  toReadableStream,
} from '@weft/component/web'
import { exportsOf, type Surroundings } from './surroundings.js'

const lengthBytes = 300_000

const content = Uint8Array.from({ length: lengthBytes }, (_, index) => index % 251)

async function flip(surroundings: Surroundings, bytes: unknown): Promise<ReadableStream<Uint8Array>> {
  const guest = await exportsOf<{ flip(bytes: unknown): Promise<StreamReader> }>(surroundings, 'flip')
  return toReadableStream(await guest.flip(bytes))
}

/** Reads all into one buffer of the reader's own. */
async function isContentFlipped(stream: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = stream.getReader({ mode: 'byob' })
  let buffer = new ArrayBuffer(10_000)
  let position = 0
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer))
    if (done) return position === lengthBytes
    for (const byte of value) if (byte !== 255 - content[position++]!) return false
    buffer = value.buffer
  }
}

const chunkBytes = 7000

/** `type: 'bytes'` makes it a byte source. */
function contentStream(type?: 'bytes'): ReadableStream<Uint8Array> {
  let position = 0
  return new ReadableStream<Uint8Array>({
    type: type as undefined,
    pull(controller) {
      if (position >= lengthBytes) controller.close()
      else controller.enqueue(content.slice(position, position + chunkBytes))
      position += chunkBytes
      const { byobRequest } = controller as Partial<ReadableByteStreamController>
      if (position >= lengthBytes + chunkBytes) byobRequest?.respond(0)
    },
  })
}

/** Through the component and back, from every kind of source. */
export async function flipStreams(surroundings: Surroundings) {
  const writer = createStreamWriter<Uint8Array>()
  const written = contentStream().pipeTo(writer.writable)
  const sources = {
    stream: contentStream(),
    'byte source': fromReadableStream(contentStream('bytes')),
    'body of a response': new Response(content).body,
    writer: writer.stream,
    bytes: content,
  }
  const outcomes: Record<string, boolean> = {}
  for (const [name, source] of Object.entries(sources))
    outcomes[name] = await isContentFlipped(await flip(surroundings, source))
  await written
  return outcomes
}

/** The component writes to a stream that is cancelled, and stops to read. */
export async function cancelStream(surroundings: Surroundings) {
  const cancelled = Promise.withResolvers<string>()
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(content.slice(0, 10_000)),
    cancel: () => cancelled.resolve('the source was cancelled'),
  })
  const reader = (await flip(surroundings, source)).getReader({ mode: 'byob' })
  await reader.read(new Uint8Array(100))
  await reader.cancel()
  return cancelled.promise
}
