import { expect } from 'vitest'
import { exampleNamed } from './example-named.js'
import { monotonicClock } from './monotonic-clock.js'
import { onEach } from './on-each.js'
import type { Runtime } from './runtime.js'

interface Counter extends Disposable {
  value(): number
  increment(by: number): number
  countDown(pause: bigint): Promise<number>
}

interface Counters {
  readonly Counter: {
    new (start: number): Counter
    join(one: Counter, other: Counter): Counter
    larger(one: Counter, other: Counter): number
  }
  alive(): number
}

onEach('counts, each counter for itself', async (runtime) => {
  const { Counter, alive } = await counters(runtime)
  const [one, other] = [new Counter(1), new Counter(100)]
  expect(one.increment(2)).toBe(3)
  expect(other.value()).toBe(100)
  expect(Counter.larger(one, other)).toBe(100)
  expect(alive()).toBe(2)
})

onEach('counters that are joined or disposed of are gone', async (runtime) => {
  const { Counter, alive } = await counters(runtime)
  const [one, other] = [new Counter(2), new Counter(3)]
  const sum = Counter.join(one, other)
  expect(sum.value()).toBe(5)
  expect(alive()).toBe(1)
  expect(() => one.value()).toThrow()
  sum[Symbol.dispose]()
  expect(alive()).toBe(0)
})

onEach('counts down while others count up', async (runtime) => {
  const { Counter } = await counters(runtime)
  const [three, five] = [new Counter(3), new Counter(5)]
  const downs = Promise.all([three.countDown(1n), five.countDown(1n)])
  three.increment(2)
  expect(await downs).toEqual([5, 5])
  expect([three.value(), five.value()]).toEqual([0, 0])
})

onEach('a sum that is too large traps', async (runtime) => {
  const { Counter } = await counters(runtime)
  const counter = new Counter(2 ** 32 - 1)
  expect(() => counter.increment(1)).toThrow()
})

async function counters(runtime: Runtime): Promise<Counters> {
  const exports = await runtime.instantiate(await exampleNamed('counter'), {
    'wasi:clocks/monotonic-clock': monotonicClock,
  })
  return exports['example:counter/counters'] as Counters
}
