import { createRow, type Row } from '@weft/benchmark-report'
import type { Effort } from './effort.js'
import { rowsOf } from './linear.js'
import { measureProxies, medianOf } from './proxies.js'

/** Splitters that ask three upstreams each, one or two levels of them, with components at the ends. */
export async function measureTrees(upstream: string, effort: Effort): Promise<Row[]> {
  const shapes = {
    'tree/1': { middlewares: 0, end: 'service', levels: 0 },
    'tree/3': { middlewares: 0, end: 'service', levels: 1 },
    'tree/9': { middlewares: 0, end: 'service', levels: 2 },
  } as const
  const measured = await measureProxies(shapes, upstream, effort)
  return Object.entries(measured).flatMap(([name, { weft, plain }]) => [
    ...rowsOf(`${name}/weft`, weft),
    ...rowsOf(`${name}/plain`, plain),
    createRow(
      `${name}/of-plain`,
      medianOf(weft.rate, plain.rate, (own, other) => own / other),
      '×',
    ),
  ])
}
