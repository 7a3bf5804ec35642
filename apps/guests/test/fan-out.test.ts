import { expect } from 'vitest'
import { errOf } from './err-of.js'
import { exampleNamed } from './example-named.js'
import { jcoFaults } from './jco-faults.js'
import { monotonicClock } from './monotonic-clock.js'
import { onEach } from './on-each.js'
import type { GuestFunction, Runtime } from './runtime.js'

const soon = 1_000_000n
const never = 3_600_000_000_000n

onEach(
  'the fastest answer is taken',
  async (runtime) => {
    const { site, fastest } = await fanOut(runtime)
    const answer = fastest(['a', 'b', 'c'], never)
    await site.isAsked('c')
    site.answer('b', 'from b')
    expect(await answer).toBe('from b')
    expect(site.asked).toEqual(['a', 'b', 'c'])
  },
  jcoFaults.utf16Results,
)

onEach(
  'a bad answer can be the fastest',
  async (runtime) => {
    const { site, fastest } = await fanOut(runtime)
    const answer = errOf(() => fastest(['a', 'b'], never))
    await site.isAsked('b')
    site.refuse('b', 'no b here')
    expect(await answer).toEqual({ tag: 'all-failed', val: 'no b here' })
  },
  jcoFaults.utf16Results,
)

onEach('nobody answers in time', async (runtime) => {
  const { fastest, firstGood } = await fanOut(runtime)
  expect(await errOf(() => fastest(['a', 'b'], soon))).toEqual({ tag: 'timed-out' })
  expect(await errOf(() => firstGood(['a', 'b'], soon))).toEqual({ tag: 'timed-out' })
})

onEach(
  'bad answers are passed over for a good one',
  async (runtime) => {
    const { site, firstGood } = await fanOut(runtime)
    const answer = firstGood(['a', 'b', 'c'], never)
    await site.isAsked('c')
    site.refuse('a', 'no a here')
    site.refuse('c', 'no c here')
    site.answer('b', 'from b')
    expect(await answer).toBe('from b')
  },
  jcoFaults.utf16Results,
)

onEach('the last bad answer is told if all are bad', async (runtime) => {
  const { site, firstGood } = await fanOut(runtime)
  const answer = errOf(() => firstGood(['a', 'b'], never))
  await site.isAsked('b')
  site.refuse('b', 'no b here')
  site.refuse('a', 'no a here')
  expect(await answer).toMatchObject({ tag: 'all-failed' })
})

onEach('without addresses there is nothing to wait for', async (runtime) => {
  const { fastest, firstGood, all } = await fanOut(runtime)
  expect(await errOf(() => fastest([], never))).toEqual({ tag: 'no-urls' })
  expect(await errOf(() => firstGood([], never))).toEqual({ tag: 'no-urls' })
  expect(await all([], 3)).toEqual([])
})

onEach(
  'all answers come in order, a few at a time',
  async (runtime) => {
    const { site, all } = await fanOut(runtime)
    const answers = all(['a', 'b', 'c', 'd'], 2)
    await site.isAsked('b')
    expect(site.asked).toEqual(['a', 'b'])
    site.answer('b', 'B')
    await site.isAsked('c')
    expect(site.asked).toEqual(['a', 'b', 'c'])
    site.refuse('c', 'no c')
    await site.isAsked('d')
    site.answer('d', 'D')
    site.answer('a', 'A')
    expect(await answers).toEqual([
      { tag: 'ok', val: 'A' },
      { tag: 'ok', val: 'B' },
      { tag: 'err', val: 'no c' },
      { tag: 'ok', val: 'D' },
    ])
  },
  jcoFaults.utf16Results,
)

async function fanOut(
  runtime: Runtime,
): Promise<Record<'fastest' | 'firstGood' | 'all', GuestFunction> & { readonly site: Site }> {
  const site = new Site()
  const exports = await runtime.instantiate(await exampleNamed('fan-out'), {
    fetch: (url: string) => site.fetch(url),
    'wasi:clocks/monotonic-clock': monotonicClock,
  })
  return { ...(exports as Record<'fastest' | 'firstGood' | 'all', GuestFunction>), site }
}

/** Answers when the test says so. */
class Site {
  readonly asked: string[] = []
  readonly #questions = new Map<string, PromiseWithResolvers<void>>()
  readonly #answers = new Map<string, PromiseWithResolvers<string>>()

  fetch(url: string): Promise<string> {
    this.asked.push(url)
    const answer = Promise.withResolvers<string>()
    this.#answers.set(url, answer)
    this.#question(url).resolve()
    return answer.promise
  }

  isAsked(url: string): Promise<void> {
    return this.#question(url).promise
  }

  answer(url: string, text: string): void {
    this.#answers.get(url)!.resolve(text)
  }

  refuse(url: string, reason: string): void {
    this.#answers.get(url)!.reject(Object.assign(new Error(reason), { payload: reason }))
  }

  #question(url: string): PromiseWithResolvers<void> {
    const question = this.#questions.get(url) ?? Promise.withResolvers<void>()
    this.#questions.set(url, question)
    return question
  }
}
