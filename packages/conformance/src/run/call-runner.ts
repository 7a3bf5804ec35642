import type { Device } from '@weft/backend'
import type { TrapCause } from '@weft/core'
import type { Written } from '../script/command.js'
import { type Expectation, meets } from '../script/expectation.js'
import type { Value } from '../values.js'
import { type Call, spoiling } from './call.js'
import type { CaseLog } from './case-log.js'
import { type DispatchResult, dispatch } from './dispatch.js'
import { formatValues } from './format-value.js'
import { messageOf, type Refusal } from './prepare-target.js'
import type { PreparedTarget, TestInstance } from './test-instance.js'
import { isCause } from './trap-message.js'

/** A call that must return, and what: `expected` is left out where anything will do. */
export interface ReturnCase {
  readonly written: Written
  readonly arguments: readonly Value[]
  readonly expected?: { readonly results: readonly Expectation[]; readonly text: string }
}

/** Says what wrong results come from, where the device is allowed to be inexact. */
export type Classify = (
  call: Pick<Call, 'instance' | 'target' | 'arguments'>,
  expected: readonly Expectation[],
  actual: readonly Value[],
) => Promise<string>

interface Batch {
  readonly instance: TestInstance
  readonly target: number
  readonly prepared: PreparedTarget
  readonly cases: ReturnCase[]
}

/** A trap is expected in one of so many iterations; the others do nothing. */
const trapIterations = 5
/** A batch in which more calls trap is given up. */
const mostTraps = 32

/** Makes calls on a device and logs what comes of them. Calls that change nothing are gathered to batches. */
export class CallRunner {
  private readonly batches = new Map<TestInstance, Map<number, Batch>>()
  private trapCount = 0
  private readonly device: Device
  private readonly log: CaseLog
  private readonly timeLimitMs: number | undefined
  private readonly classify: Classify | undefined

  constructor(device: Device, log: CaseLog, timeLimitMs?: number, classify?: Classify) {
    this.device = device
    this.log = log
    this.timeLimitMs = timeLimitMs
    this.classify = classify
  }

  /** A call that must return. Undefined, or why it could not be made. */
  async returns(call: Call, returnCase: ReturnCase): Promise<Refusal | undefined> {
    const prepared = await this.prepare(call)
    if ('refusal' in prepared) return prepared
    const { instance, target } = call
    if (call.effects.writes.size === 0) {
      this.batchOf(instance, target, prepared).cases.push(returnCase)
      return undefined
    }
    await this.flush()
    await this.run({ instance, target, prepared, cases: [returnCase] })
    return undefined
  }

  /** A call that must trap with this cause. Undefined, or why it could not be made. */
  async traps(call: Call, written: Written, cause: TrapCause): Promise<Refusal | undefined> {
    const prepared = await this.prepare(call)
    if ('refusal' in prepared) return prepared
    if (call.effects.writes.size > 0) await this.flush()
    const position = this.trapCount++ % trapIterations
    const calls = Array.from({ length: trapIterations }, (_, iteration) =>
      iteration === position ? call.arguments : undefined,
    )
    const result = await dispatch(this.device, call.instance, prepared, calls, this.timeLimitMs)
    const right =
      result.kind === 'trap' &&
      result.iteration === position &&
      isCause(result.cause, cause, this.device.info)
    if (right) this.log.pass()
    else this.log.fail(written, `trap in iteration ${position}: ${cause}`, describe(result, position))
    return undefined
  }

  /** Makes the calls that were gathered. */
  async flush(): Promise<void> {
    const batches = [...this.batches.values()].flatMap((targets) => [...targets.values()])
    this.batches.clear()
    for (const batch of batches) await this.run(batch)
  }

  private async prepare(call: Call): Promise<PreparedTarget | Refusal> {
    const prepared = await call.instance.prepare(call.target, this.device)
    if (!('refusal' in prepared)) return prepared
    return prepared.failure ? prepared : spoiling(call.instance, call.effects, prepared.refusal)
  }

  private batchOf(instance: TestInstance, target: number, prepared: PreparedTarget): Batch {
    const targets = this.batches.get(instance) ?? new Map<number, Batch>()
    this.batches.set(instance, targets)
    const batch = targets.get(target) ?? { instance, target, prepared, cases: [] }
    targets.set(target, batch)
    return batch
  }

  /** One dispatch, and a further one without the call that trapped for each trap. */
  private async run(batch: Batch): Promise<void> {
    let left = batch.cases
    for (let traps = 0; left.length > 0; traps++) {
      const calls = left.map((each) => each.arguments)
      const result = await dispatch(this.device, batch.instance, batch.prepared, calls, this.timeLimitMs)
      const trapped = result.kind === 'trap' ? left[result.iteration] : undefined
      if (result.kind === 'results') {
        for (const [index, each] of left.entries()) await this.judge(batch, each, result.iterations[index])
        return
      }
      if (trapped === undefined || traps === mostTraps) {
        for (const each of left) this.fail(each, describe(result))
        return
      }
      this.fail(trapped, describe(result))
      left = left.filter((each) => each !== trapped)
    }
  }

  private async judge(
    { instance, target }: Batch,
    returnCase: ReturnCase,
    iteration: Extract<DispatchResult, { kind: 'results' }>['iterations'][number] | undefined,
  ): Promise<void> {
    if (iteration === undefined || 'fault' in iteration) {
      return this.fail(returnCase, iteration?.fault ?? 'the iteration did not run')
    }
    const { expected } = returnCase
    if (expected === undefined) return
    const { values } = iteration
    if (meetAll(values, expected.results)) return this.log.pass()
    const call = { instance, target, arguments: returnCase.arguments }
    this.fail(returnCase, formatValues(values), await this.classify?.(call, expected.results, values))
  }

  private fail({ written, expected }: ReturnCase, actual: string, difference?: string): void {
    this.log.fail(written, expected?.text || 'a return', actual, difference)
  }
}

function meetAll(values: readonly Value[], expected: readonly Expectation[]): boolean {
  return (
    values.length === expected.length && values.every((value, index) => meets(value, expected[index] ?? []))
  )
}

function describe(result: DispatchResult, position = 0): string {
  if (result.kind === 'trap') return `trap in iteration ${result.iteration}: ${result.cause}`
  if (result.kind === 'error') return messageOf(result.error)
  const iteration = result.iterations[position]
  if (iteration === undefined) return 'no result'
  return 'fault' in iteration ? iteration.fault : `returned ${formatValues(iteration.values)}`
}
