import { createRow, type Row } from '@weft/benchmark-report'
import { crowd } from '../load/crowd.js'
import { startProxy } from '../process/start-process.js'
import type { Effort } from './effort.js'

/** Many clients at once, some of which go away. */
export async function measureManyClients(upstream: string, effort: Effort): Promise<Row[]> {
  effort.progress('many clients')
  using proxy = await startProxy({ middlewares: 4, end: 'network', runtime: 'weft', upstream })
  const { cut, lost, leaks } = await crowd(proxy, ...effort.crowd)
  return [
    createRow('clients/cut', cut, 'requests'),
    createRow('clients/lost', lost, 'requests', { max: 0 }),
    createRow('clients/leaks', leaks, 'requests, tasks, sockets', { max: 0 }),
  ]
}
