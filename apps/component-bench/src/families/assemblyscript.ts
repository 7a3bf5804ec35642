import { createRow, median, type Row } from '@weft/benchmark-report'
import type { Bench, Family } from '../family.js'
import { buildGuestOf } from '../guest-of-assemblyscript.js'
import { type Contender, expectResult, type Measured, measureRates } from '../measure.js'
import { compareRows } from '../report/compare-rows.js'
import { inEach } from '../runtimes/in-each.js'
import type { GuestExports, Runtime } from '../runtimes/runtime.js'
import { weft } from '../runtimes/weft.js'
import { Chunk, stampedChunks } from './chunks.js'
import { copyOf } from './yardsticks.js'

const styles = ['async', 'task', 'blocking'] as const
const chunkSize = 64 * 1024

/** Guests in AssemblyScript, in the styles of their async exports. */
export const assemblyscript: Family = {
  name: 'assemblyscript',
  async measure(bench) {
    return [...(await sizes(bench)), ...(await waits(bench)), ...(await copies(bench))]
  },
}

/** The bytes of whole components. */
async function sizes(bench: Bench): Promise<Row[]> {
  const rows: Row[] = []
  for (const [folder, max] of [
    ['empty', 3],
    ['copy', 10],
  ] as const) {
    for (const style of styles) {
      const name = `assemblyscript/size/${folder}/${style}`
      bench.progress(name)
      rows.push(createRow(name, (await buildGuestOf(folder, style)).bytes.length / 1000, 'KB', { max }))
    }
  }
  return rows
}

/** What it costs to await what is ready: the time of a loop that does, without the time of one that does not. */
async function waits(bench: Bench): Promise<Row[]> {
  bench.progress('assemblyscript/await')
  const exports = await weft.instantiate(await buildGuestOf('await', 'guest'))
  const contender = (name: string): Contender => ({
    run: (times) => exports[name]!(times * 1000),
    amount: 1000,
  })
  const names = ['nothing', 'promise', 'call', 'task'] as const
  const contenders = Object.fromEntries(names.map((name) => [name, contender(name)]))
  const results = (await measureRates(contenders, bench)) as Record<(typeof names)[number], Measured>
  return [
    waitRow('promise', results.promise, results.nothing, 60),
    waitRow('call', results.call, results.nothing, 60),
    waitRow('task', results.task, results.nothing, 20),
  ]
}

function waitRow(kind: string, measured: Measured, nothing: Measured, max: number): Row {
  const name = `assemblyscript/await/${kind}`
  if ('failure' in measured) return createRow(name, Number.POSITIVE_INFINITY, 'ns', { max }, measured.failure)
  if ('failure' in nothing) return createRow(name, Number.POSITIVE_INFINITY, 'ns', { max }, nothing.failure)
  const extra = measured.rates.map((rate, round) => 1e9 / rate - 1e9 / nothing.rates[round]!)
  return createRow(name, Math.max(0, median(extra)), 'ns', { max })
}

/** A stream from JavaScript through a guest to JavaScript. */
async function copies(bench: Bench): Promise<Row[]> {
  const rows: Row[] = []
  for (const style of styles) {
    const name = `assemblyscript/copy/64KiB/${style}`
    bench.progress(name)
    // jco 1.35 loses the wake-up of a call that blocks in a later turn, and would hang.
    const runtimes = style === 'blocking' ? [weft] : bench.runtimes
    const contenders = await inEach(runtimes, await buildGuestOf('copy', style), copyThrough)
    const all = { ...(contenders as Record<'weft' | 'jco', Contender>), set: copyOf(chunkSize) }
    rows.push(...compareRows({ name, unit: 'GB/s', scale: 1e9, results: await measureRates(all, bench) }))
  }
  return rows
}

function copyThrough({ copy }: GuestExports, runtime: Runtime): Contender {
  const chunk = new Chunk(chunkSize)
  return {
    amount: chunkSize,
    async run(times) {
      let bytes = 0
      const source = runtime.streamOf(stampedChunks(chunkSize, times))
      await runtime.readAll(await copy!(source), chunk.bytes, (length) => {
        bytes += length
      })
      return bytes
    },
    check: (bytes, times) => expectResult(bytes, chunkSize * times),
  }
}
