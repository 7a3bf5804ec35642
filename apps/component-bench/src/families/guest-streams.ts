import type { Row } from '@weft/benchmark-report'
import type { Bench, Family } from '../family.js'
import { assembleGuest, type Guest } from '../guest.js'
import { type Contender, expectResult, measureRates } from '../measure.js'
import { compareRows } from '../report/compare-rows.js'
import { inEach } from '../runtimes/in-each.js'
import { sumOfNumbers } from './chunks.js'
import { copyOf, webPipeOf } from './yardsticks.js'

const kibibyte = 1024
const large = 64 * kibibyte

/** stream<u8> from guest to guest, straight and through components that only pass it on. */
export const guestStreams: Family = {
  name: 'guest-streams',
  async measure(bench) {
    const guest = await assembleGuest('streams')
    return [...(await straight(bench, guest)), ...(await handedOn(bench, guest))]
  },
}

async function straight(bench: Bench, guest: Guest): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of [large, kibibyte]) {
    const name = `streams/guest-to-guest/${size / kibibyte}KiB`
    bench.progress(name)
    const contenders = await through(bench, guest, 'runDirect', size)
    const yardsticks = { set: copyOf(size), 'web-pipe': webPipeOf(size) }
    const results = await measureRates({ ...contenders, ...yardsticks }, bench)
    const targets = size === large ? { targetsOf: { set: { min: 0.6 } } } : { target: { min: 0.6 } }
    rows.push(...compareRows({ name, unit: 'GB/s', scale: 1e9, results, ...targets }))
  }
  return rows
}

/** "No slower", but for what medians of equal things differ by. */
const noSlower = { min: 0.95 }

/** The same stream through 8 components, beside the one through 1. */
async function handedOn(bench: Bench, guest: Guest): Promise<Row[]> {
  const name = 'streams/through-8/64KiB'
  bench.progress(name)
  const one = await through(bench, guest, 'runThrough1', large)
  const eight = await through(bench, guest, 'runThrough8', large)
  const results = await measureRates({ ...eight, 'through-1': one.weft, 'jco-through-1': one.jco }, bench)
  const targetsOf = { 'through-1': noSlower }
  return compareRows({ name, unit: 'GB/s', scale: 1e9, results, targetsOf })
}

async function through(
  { runtimes }: Bench,
  guest: Guest,
  run: string,
  chunkSize: number,
): Promise<Record<'weft' | 'jco', Contender>> {
  const contenders = await inEach(runtimes, guest, (exports) => ({
    amount: chunkSize,
    run: (times) => exports[run]!(chunkSize, times),
    check: (sum, times) => expectResult(sum, sumOfNumbers(times)),
  }))
  return contenders as Record<'weft' | 'jco', Contender>
}
