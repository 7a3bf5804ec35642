import { createRow, median, type Row } from '@weft/benchmark-report'
import type { Effort } from './effort.js'
import { measureProxies, medianOf, type Rounds } from './proxies.js'

const lengths = [0, 1, 2, 4, 8, 16] as const

/** Middlewares in a row between a client and a server, both on the network. */
export async function measureLinear(upstream: string, effort: Effort): Promise<Row[]> {
  const shapes = Object.fromEntries(
    lengths.map((middlewares) => [`chain/${middlewares}`, { middlewares, end: 'network' as const }]),
  )
  const measured = await measureProxies(shapes, upstream, effort)
  const none = measured['chain/0']!.weft
  return lengths.flatMap((length) => {
    const name = `chain/${length}`
    const { weft, plain } = measured[name]!
    const rows = [
      ...rowsOf(`${name}/weft`, weft),
      ...rowsOf(`${name}/plain`, plain),
      createRow(
        `${name}/of-plain`,
        medianOf(weft.rate, plain.rate, (own, other) => own / other),
        '×',
      ),
    ]
    return length === 0 ? rows : [...rows, ...costs(name, none, weft, length)]
  })
}

/** Rate and latency of one proxy. */
export function rowsOf(name: string, { rate, processor, p50, p99 }: Rounds): Row[] {
  return [
    createRow(`${name}/rate`, median(rate), 'requests/s'),
    createRow(`${name}/processor`, median(processor), 'µs/request'),
    createRow(`${name}/p50`, median(p50), 'µs'),
    createRow(`${name}/p99`, median(p99), 'µs'),
  ]
}

/** What each middleware adds. */
function costs(name: string, none: Rounds, chain: Rounds, length: number): Row[] {
  const share = medianOf(
    none.rate,
    chain.rate,
    (without, rate) => (100 * (without - rate)) / without / length,
  )
  const micros = medianOf(none.p50, chain.p50, (without, latency) => (latency - without) / length)
  const processor = medianOf(none.processor, chain.processor, (without, used) => (used - without) / length)
  return [
    createRow(`${name}/added-rate`, share, '%', { max: 15 }),
    createRow(`${name}/added-latency`, micros, 'µs', { max: 50 }),
    createRow(`${name}/added-processor`, processor, 'µs/request'),
  ]
}
