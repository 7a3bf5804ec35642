import type { Guest } from '../guest.js'
import { expectResult } from '../measure.js'
import type { GuestExports, Runtime } from '../runtimes/runtime.js'
import { settledBytes, usedBytes } from './used-bytes.js'

/** How many of a hundred calls wait how, by the guest's functions. */
export interface Shares {
  readonly wait: number
  readonly waitOnStack: number
  readonly waitAlone: number
}

export interface Crowd {
  readonly completed: number
  /** Those of them that waited on a stack of their own. */
  readonly stackful: number
  /** From the first call to the last result, without the time that measuring memory takes. */
  readonly elapsedMs: number
  readonly bytesBefore: number
  readonly bytesWaiting: number
  readonly bytesAfter: number
}

/** The host's function: what it gives waits until the gate is open. */
class Gate {
  opened: Promise<unknown> = Promise.resolve()
  open: (value?: unknown) => void = () => {}

  close(): void {
    this.opened = new Promise((resolve) => {
      this.open = resolve
    })
  }

  readonly pass = async (number: number): Promise<number> => {
    await this.opened
    return number * 2
  }
}

/**
 * So many calls into one instance, none of which can return before all were made. A small crowd goes first, so that
 * code and tables that stay are not counted. Throws if a result is wrong.
 */
export async function runCrowd(
  runtime: Runtime,
  guest: Guest,
  calls: number,
  shares: Shares,
): Promise<Crowd> {
  const gate = new Gate()
  const exports = await runtime.instantiate(guest, { gate: gate.pass })
  await callAll(exports, 100, shares)
  gate.close()
  const bytesBefore = await settledBytes()
  const start = performance.now()
  const results = callAll(exports, calls, shares)
  // It is awaited below; until then its failure is nobody's.
  results.catch(() => {})
  await new Promise(setImmediate)
  const paused = performance.now()
  const bytesWaiting = usedBytes()
  const resumed = performance.now()
  gate.open()
  const counts = await results
  const elapsedMs = performance.now() - resumed + (paused - start)
  return { ...counts, elapsedMs, bytesBefore, bytesWaiting, bytesAfter: await settledBytes() }
}

async function callAll(
  exports: GuestExports,
  calls: number,
  shares: Shares,
): Promise<{ completed: number; stackful: number }> {
  const counts = { wait: 0, waitOnStack: 0, waitAlone: 0 }
  const results: unknown[] = []
  for (let number = 0; number < calls; number++) {
    const kind = kindOf((number * 100) / calls, shares)
    const count = (result: unknown) => {
      expectResult(result, number * 2 + 1)
      counts[kind]++
    }
    results.push((exports[kind]!(number) as Promise<unknown>).then(count))
  }
  await Promise.all(results)
  const stackful = counts.waitOnStack + counts.waitAlone
  return { completed: counts.wait + stackful, stackful }
}

/** Those that keep others out come last. */
function kindOf(percent: number, { wait, waitOnStack }: Shares): keyof Shares {
  if (percent < wait) return 'wait'
  return percent < wait + waitOnStack ? 'waitOnStack' : 'waitAlone'
}
