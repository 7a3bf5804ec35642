import { createRow } from '@weft/benchmark-report'
import type { Family } from '../family.js'
import { appPath } from '../paths.js'
import { runScript } from '../run-process.js'

/** What `@weft/component` with all it imports costs those who load it. */
export const size: Family = {
  name: 'size',
  async measure(bench) {
    const name = 'size/component/min-gzip'
    bench.progress(name)
    const bytes = await runScript<number>(appPath('../../scripts/compressed-bytes.js'), ['@weft/component'])
    return [createRow(name, bytes / 1000, 'KB', { max: 35 })]
  },
}
