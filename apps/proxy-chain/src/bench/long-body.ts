import { createRow, median, type Row } from '@weft/benchmark-report'
import { measureTransfer, type Transfer } from '../load/transfer.js'
import { startProxy } from '../process/start-process.js'
import type { Effort } from './effort.js'
import { medianOf } from './proxies.js'

const lengths = [0, 8] as const

/** A body that is longer than any memory, through components that pass it on. */
export async function measureLongBody(upstream: string, effort: Effort): Promise<Row[]> {
  const transfers: Record<(typeof lengths)[number], Transfer[]> = { 0: [], 8: [] }
  await using stack = new AsyncDisposableStack()
  const proxies = []
  for (const length of lengths) {
    const shape = { middlewares: length, end: 'network', runtime: 'weft', upstream } as const
    const proxy = stack.use(await startProxy(shape))
    // What the process needs for any body at all is not what is looked for.
    await measureTransfer(proxy, Math.min(effort.bodyBytes, 2 ** 26))
    proxies.push({ length, proxy })
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const { length, proxy } of round % 2 === 0 ? proxies : proxies.toReversed()) {
      effort.progress(`a long body through ${length}`)
      transfers[length].push(await measureTransfer(proxy, effort.bodyBytes))
    }
  }
  const rates = (length: (typeof lengths)[number]) => transfers[length].map((each) => each.megabytesPerSecond)
  const growth = (length: (typeof lengths)[number]) =>
    Math.max(...transfers[length].map(({ growthMiB }) => growthMiB))
  return [
    createRow('body/0/rate', median(rates(0)), 'MB/s'),
    createRow('body/8/rate', median(rates(8)), 'MB/s'),
    createRow(
      'body/8/of-0',
      medianOf(rates(8), rates(0), (eight, none) => eight / none),
      '×',
      { min: 0.7 },
    ),
    createRow('body/0/memory', growth(0), 'MiB'),
    createRow('body/8/memory', growth(8), 'MiB', { max: 64 }),
  ]
}
