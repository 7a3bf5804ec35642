import type { Row } from '@weft/benchmark-report'
import type { Bench, Family } from '../family.js'
import { assembleGuest, type Guest } from '../guest.js'
import { type Contender, expectResult, measureRates } from '../measure.js'
import { compareRows } from '../report/compare-rows.js'
import { inEach } from '../runtimes/in-each.js'
import type { GuestExports, Runtime } from '../runtimes/runtime.js'
import { Chunk, stampedChunks, sumOfNumbers } from './chunks.js'
import { copyOf, webPipeOf } from './yardsticks.js'

const chunkSize = 64 * 1024

/** stream<u8> between a guest and JavaScript, which reads into one buffer of its own. */
export const hostStreams: Family = {
  name: 'host-streams',
  async measure(bench) {
    const guest = await assembleGuest('streams')
    return [
      ...(await compare('streams/guest-to-host/64KiB', bench, guest, fromGuest)),
      ...(await compare('streams/host-to-guest/64KiB', bench, guest, toGuest)),
    ]
  },
}

async function compare(
  name: string,
  bench: Bench,
  guest: Guest,
  contenderOf: (exports: GuestExports, runtime: Runtime) => Contender,
): Promise<Row[]> {
  bench.progress(name)
  const contenders = await inEach(bench.runtimes, guest, contenderOf)
  const yardsticks = { set: copyOf(chunkSize), 'web-pipe': webPipeOf(chunkSize) }
  const results = await measureRates(
    { ...(contenders as Record<'weft' | 'jco', Contender>), ...yardsticks },
    bench,
  )
  return compareRows({ name, unit: 'GB/s', scale: 1e9, results, targetsOf: { set: { min: 0.5 } } })
}

function fromGuest({ produce }: GuestExports, runtime: Runtime): Contender {
  const chunk = new Chunk(chunkSize)
  return {
    amount: chunkSize,
    async run(times) {
      let number = 0
      await runtime.readAll(await produce!(chunkSize, times), chunk.bytes, (length) => {
        expectResult(length, chunkSize)
        chunk.check(number++)
      })
      return number
    },
    check: (count, times) => expectResult(count, times),
  }
}

function toGuest({ consume }: GuestExports, runtime: Runtime): Contender {
  return {
    amount: chunkSize,
    run: (times) => consume!(runtime.streamOf(stampedChunks(chunkSize, times)), chunkSize, times),
    check: (sum, times) => expectResult(sum, sumOfNumbers(times)),
  }
}
