import type { Family } from '../family.js'
import { assembleGuest } from '../guest.js'
import { type Contender, expectResult, measureRates } from '../measure.js'
import { compareRows } from '../report/compare-rows.js'
import { inEach } from '../runtimes/in-each.js'
import type { GuestFunction } from '../runtimes/runtime.js'

const atATime = 64

/** Calls of an async export from JavaScript, which awaits each, or 64 at a time. */
export const hostCalls: Family = {
  name: 'host-calls',
  async measure(bench) {
    const guest = await assembleGuest('calls')
    const compare = async (name: string, contenderOf: (increment: GuestFunction) => Contender) => {
      bench.progress(name)
      const contenders = await inEach(bench.runtimes, guest, ({ increment }) => contenderOf(increment!))
      const results = await measureRates({ ...contenders, 'await-null': awaitNull } as Contenders, bench)
      return compareRows({ name, unit: 'M/s', scale: 1e6, results, target: { min: 1 } })
    }
    return [
      ...(await compare('host-calls/one-at-a-time', oneAtATime)),
      ...(await compare('host-calls/64-at-a-time', manyAtATime)),
    ]
  },
}

type Contenders = Record<'weft' | 'jco' | 'await-null', Contender>

/** The least that anything awaited costs. */
const awaitNull: Contender = {
  async run(times) {
    for (let time = 0; time < times; time++) await null
  },
}

function oneAtATime(increment: GuestFunction): Contender {
  return {
    async run(times) {
      let last: unknown
      for (let time = 0; time < times; time++) last = await increment(time)
      return last
    },
    check: (last, times) => expectResult(last, times),
  }
}

function manyAtATime(increment: GuestFunction): Contender {
  return {
    amount: atATime,
    async run(times) {
      const calls = new Array<unknown>(atATime)
      let sum = 0
      for (let time = 0; time < times; time++) {
        for (let call = 0; call < atATime; call++) calls[call] = increment(call)
        for (const result of await Promise.all(calls)) sum += result as number
      }
      return sum
    },
    check: (sum, times) => expectResult(sum, (times * atATime * (atATime + 1)) / 2),
  }
}
