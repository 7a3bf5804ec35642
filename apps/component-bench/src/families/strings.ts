import type { Family } from '../family.js'
import { assembleGuest } from '../guest.js'
import { type Contender, expectResult, measureRates } from '../measure.js'
import { compareRows } from '../report/compare-rows.js'
import { inEach } from '../runtimes/in-each.js'

const stringBytes = 1024

/** Strings of 1 KiB of ASCII from a UTF-8 guest to a UTF-16 guest. */
export const strings: Family = {
  name: 'strings',
  async measure(bench) {
    const name = 'strings/utf8-to-utf16/1KiB'
    bench.progress(name)
    const guest = await assembleGuest('strings')
    const contenders = await inEach(bench.runtimes, guest, ({ run }) => ({
      amount: stringBytes,
      run: (times) => run!(times),
      check: (sum, times) => expectResult(sum, (times * stringBytes) >>> 0),
    }))
    const results = await measureRates(contenders as Record<'weft' | 'jco', Contender>, bench)
    return compareRows({ name, unit: 'MB/s', scale: 1e6, results, target: { min: 300 } })
  },
}
