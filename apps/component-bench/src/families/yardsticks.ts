import type { Contender } from '../measure.js'
import { Chunk, stampedChunks } from './chunks.js'

/** Copies a chunk into the same place again and again. */
export function copyOf(chunkSize: number): Contender {
  const source = new Chunk(chunkSize)
  const target = new Chunk(chunkSize)
  return {
    amount: chunkSize,
    run(times) {
      for (let number = 0; number < times; number++) {
        source.stamp(number)
        target.bytes.set(source.bytes)
      }
    },
    check: (_, times) => target.check(times - 1),
  }
}

/** A WHATWG stream whose sink copies each chunk once, as a stream between guests does. */
export function webPipeOf(chunkSize: number): Contender {
  const target = new Chunk(chunkSize)
  return {
    amount: chunkSize,
    async run(times) {
      const chunks = stampedChunks(chunkSize, times)
      const source = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const { done, value } = chunks.next()
            if (done) controller.close()
            else controller.enqueue(value)
          },
        },
        { highWaterMark: 0 },
      )
      await source.pipeTo(new WritableStream({ write: (chunk) => target.bytes.set(chunk) }))
    },
    check: (_, times) => target.check(times - 1),
  }
}
