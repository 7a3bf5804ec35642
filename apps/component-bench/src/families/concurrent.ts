import { createRow, type Row } from '@weft/benchmark-report'
import { type Crowd, runCrowd, type Shares } from '../concurrent/crowd.js'
import type { Family } from '../family.js'
import { assembleGuest, type Guest } from '../guest.js'
import { messageOf } from '../measure.js'
import type { Runtime } from '../runtimes/runtime.js'

const allKinds: Shares = { wait: 89, waitOnStack: 10, waitAlone: 1 }
const withoutStacks: Shares = { wait: 100, waitOnStack: 0, waitAlone: 0 }

/** jco takes a time that grows with the square of the number of calls. */
const mostForPeers = 1000

/** Below this the tables that stay are more than what the calls take. */
const leastForMemory = 10_000

/** Very many calls into one instance at a time, all of which wait for the host. */
export const concurrent: Family = {
  name: 'concurrent',
  async measure(bench) {
    const guest = await assembleGuest('concurrent')
    const rows: Row[] = []
    for (const runtime of bench.runtimes) {
      bench.progress(`concurrent/${runtime.name}`)
      if (runtime.name === 'weft') rows.push(...(await weftRows(runtime, bench.crowd, guest)))
      else rows.push(await peerRow(runtime, Math.min(bench.crowd, mostForPeers), guest))
    }
    return rows
  },
}

async function weftRows(runtime: Runtime, calls: number, guest: Guest): Promise<Row[]> {
  const name = `concurrent/${short(calls)}/weft`
  try {
    const result = await runCrowd(runtime, guest, calls, allKinds)
    return [
      createRow(`${name}/completed`, result.completed, 'calls', { min: calls }),
      createRow(`${name}/completed-on-stacks`, result.stackful, 'calls', { min: Math.floor(calls / 10) }),
      createRow(`${name}/rate`, result.completed / result.elapsedMs, 'k/s'),
      ...memoryRows(name, result, calls >= leastForMemory ? { max: 5 } : {}),
    ]
  } catch (error) {
    return [createRow(`${name}/completed`, 0, 'calls', { min: calls }, `cannot be done: ${messageOf(error)}`)]
  }
}

function memoryRows(name: string, result: Crowd, target: { readonly max?: number }): Row[] {
  const { bytesBefore, bytesWaiting, bytesAfter } = result
  const taken = bytesWaiting - bytesBefore
  return [
    createRow(`${name}/memory-taken`, taken / 2 ** 20, 'MiB'),
    createRow(`${name}/memory-left`, ((bytesAfter - bytesBefore) / taken) * 100, '%', target),
  ]
}

async function peerRow(runtime: Runtime, calls: number, guest: Guest): Promise<Row> {
  const name = `concurrent/${short(calls)}/${runtime.name}/rate`
  const row = ({ completed, elapsedMs }: Crowd, note?: string) =>
    createRow(name, completed / elapsedMs, 'k/s', {}, note)
  try {
    return row(await runCrowd(runtime, guest, calls, allKinds))
  } catch (error) {
    const note = `without calls that wait on a stack, which fail (${messageOf(error)})`
    return row(await runCrowd(runtime, guest, calls, withoutStacks), note)
  }
}

function short(calls: number): string {
  return calls % 1000 === 0 ? `${calls / 1000}k` : String(calls)
}
