import { setTimeout } from 'node:timers/promises'
import type { StreamReader } from '@weft/component'
import { expect, test } from 'vitest'
import { ReadAhead } from './read-ahead.js'

const writes = 4096
const sizeBytes = 256

/** A reader of small chunks that are all there already, as far as the stream is not closed. */
function smallChunks(): StreamReader<number, Uint8Array> {
  let isClosed = false
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < writes && !isClosed; at++) yield new Uint8Array(sizeBytes).fill(at)
    },
    close: () => {
      isClosed = true
    },
  } as unknown as StreamReader<number, Uint8Array>
}

test('what was written between two reads comes in one chunk, 64 KiB at most', async () => {
  const ahead = new ReadAhead(smallChunks())
  const chunks: Uint8Array[] = []
  for (;;) {
    await setTimeout(1)
    const { value, done } = await ahead.read()
    if (done) break
    chunks.push(value!)
  }
  expect(chunks.map(({ length }) => length)).toEqual(Array((writes * sizeBytes) / 65_536).fill(65_536))
  const marks = chunks.flatMap((chunk) => [...chunk].filter((_, at) => at % sizeBytes === 0))
  expect(marks).toEqual(Array.from({ length: writes }, (_, at) => at % 256))
})

test('a reader that has enough closes the stream', async () => {
  const ahead = new ReadAhead(smallChunks())
  expect((await ahead.read()).value!.length).toBeGreaterThan(0)
  ahead.cancel()
  while (!(await ahead.read()).done) await setTimeout(1)
})
