import type { Row } from '@weft/benchmark-report'
import { startUpstream } from '../process/start-process.js'
import type { Effort } from './effort.js'
import { measureLinear } from './linear.js'
import { measureLongBody } from './long-body.js'
import { measureManyClients } from './many-clients.js'
import { measureTrees } from './trees.js'

/** What is measured, by name. */
export const parts = {
  chains: measureLinear,
  trees: measureTrees,
  body: measureLongBody,
  clients: measureManyClients,
} as const
export type PartName = keyof typeof parts

/** Runs parts of the benchmark one after the other: they would disturb each other. */
export async function runBench(names: readonly PartName[], effort: Effort): Promise<Row[]> {
  using upstream = await startUpstream()
  const rows: Row[] = []
  for (const name of names) rows.push(...(await parts[name](upstream.url, effort)))
  return rows
}
