import type { Row, Target } from '@weft/benchmark-report'
import type { Family } from '../family.js'
import { assembleGuest } from '../guest.js'
import { type Contender, expectResult, measureRates } from '../measure.js'
import { compareRows } from '../report/compare-rows.js'
import { inEach } from '../runtimes/in-each.js'

interface Kind {
  readonly name: string
  /** The guest's function that makes the calls. */
  readonly run: string
  readonly target: Target
  readonly ofJco: Target
}

const kinds: readonly Kind[] = [
  { name: 'calls/eager', run: 'runImmediate', target: { min: 1.5 }, ofJco: { min: 15 } },
  { name: 'calls/yield/callback', run: 'runWaiting', target: { min: 0.4 }, ofJco: { min: 300 } },
  { name: 'calls/yield/blocking', run: 'runBlocking', target: { min: 0.4 }, ofJco: { min: 300 } },
]

/** Calls from guest to guest, async-lowered to callback-lifted, u32 to u32. */
export const calls: Family = {
  name: 'calls',
  async measure(bench) {
    const guest = await assembleGuest('calls')
    const rows: Row[] = []
    for (const { name, run, target, ofJco } of kinds) {
      bench.progress(name)
      const contenders = await inEach(bench.runtimes, guest, (exports): Contender => {
        const callGuest = exports[run]!
        return { run: (times) => callGuest(times), check: checkSum }
      })
      const results = await measureRates(contenders as Record<'weft' | 'jco', Contender>, bench)
      rows.push(...compareRows({ name, unit: 'M/s', scale: 1e6, results, target, targetsOf: { jco: ofJco } }))
    }
    return rows
  },
}

/** The guest adds 1, 2, ... up to the number of its calls. */
function checkSum(sum: unknown, times: number): void {
  expectResult(sum, sumModulo32(times, times + 1))
}

function sumModulo32(first: number, second: number): number {
  return Number(BigInt.asUintN(32, (BigInt(first) * BigInt(second)) / 2n))
}
