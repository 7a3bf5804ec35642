import { describe, expect } from 'vitest'
import { chunksOf } from './bytes.js'
import { exampleNamed } from './example-named.js'
import { jcoFaults } from './jco-faults.js'
import { onEach } from './on-each.js'
import type { GuestFunction, Runtime } from './runtime.js'

const decoder = new TextDecoder()

describe.each(['async', 'blocking', 'task'])('the filter in style %s', (style) => {
  const jcoFault = style === 'blocking' ? jcoFaults.resultAfterTurn : undefined

  async function filterOn(runtime: Runtime): Promise<GuestFunction> {
    const { rot13 } = await runtime.instantiate(await exampleNamed('filter', style))
    return rot13 as GuestFunction
  }

  onEach(
    'turns letters while they come',
    async (runtime) => {
      const rot13 = await filterOn(runtime)
      const output = await rot13(runtime.streamOf(chunksOf('Hello, ', 'Wörld ', '19!')))
      expect(decoder.decode(await runtime.bytesOf(output))).toBe('Uryyb, Jöeyq 19!')
    },
    jcoFault,
  )

  onEach('of a stream without bytes comes a stream without bytes', async (runtime) => {
    const rot13 = await filterOn(runtime)
    expect(await runtime.bytesOf(await rot13(runtime.streamOf(chunksOf())))).toHaveLength(0)
  })

  onEach(
    'filters more than fits in its chunk',
    async (runtime) => {
      const rot13 = await filterOn(runtime)
      const output = await rot13(runtime.streamOf(chunksOf('nopq'.repeat(5000))))
      expect(decoder.decode(await runtime.bytesOf(output))).toBe('abcd'.repeat(5000))
    },
    jcoFault,
  )

  onEach(
    'filters two streams at once',
    async (runtime) => {
      const rot13 = await filterOn(runtime)
      const filtered = ['first', 'second'].map(async (text) => {
        const output = await rot13(runtime.streamOf(chunksOf(...text)))
        return decoder.decode(await runtime.bytesOf(output))
      })
      expect(await Promise.all(filtered)).toEqual(['svefg', 'frpbaq'])
    },
    jcoFault,
  )

  onEach(
    'filters what another instance has filtered',
    async (runtime) => {
      const [there, back] = await Promise.all([filterOn(runtime), filterOn(runtime)])
      const twice = await back(await there(runtime.streamOf(chunksOf('both ', 'ways'))))
      expect(decoder.decode(await runtime.bytesOf(twice))).toBe('both ways')
    },
    jcoFault,
  )

  onEach(
    'ends when nobody reads on, and lets the source go',
    async (runtime) => {
      const rot13 = await filterOn(runtime)
      const source = endless()
      const output = await rot13(runtime.streamOf(source.chunks))
      expect(decoder.decode(await runtime.bytesOf(output, 10))).toMatch(/^(nop)+/)
      await source.released
    },
    jcoFault,
  )

  onEach(
    'ends with its source if that fails',
    async (runtime) => {
      const rot13 = await filterOn(runtime)
      const output = await rot13(runtime.streamOf(failingAfter('abc')))
      expect(decoder.decode(await runtime.bytesOf(output))).toBe('nop')
    },
    jcoFaults.sourceFails,
  )

  onEach('what is no stream is refused', async (runtime) => {
    const rot13 = await filterOn(runtime)
    await expect((async () => rot13(42))()).rejects.toThrow()
  })
})

/** Chunks without end; `released` once nobody wants them any more. */
function endless(): { readonly chunks: AsyncIterable<Uint8Array>; readonly released: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  async function* generate() {
    try {
      for (;;) yield* chunksOf('abc')
    } finally {
      resolve()
    }
  }
  return { chunks: generate(), released: promise }
}

async function* failingAfter(text: string): AsyncGenerator<Uint8Array> {
  yield* chunksOf(text)
  throw new Error('the source is broken')
}
