import { createSequentialBackend, type Device } from '@weft/backend'
import type { FlushMode } from '../kernel/flush-helpers.js'
import type { Value } from '../values.js'
import type { Classify } from './call-runner.js'
import { dispatch } from './dispatch.js'
import { InstanceScope } from './instance-scope.js'
import { instantiate } from './instantiate.js'
import { unexplained } from './report.js'
import type { TestInstance } from './test-instance.js'
import { isLane, isNan, unitsApart, type WrongLane, wrongLanes } from './wrong-lanes.js'

const flushModes: readonly FlushMode[] = [
  { operands: true, results: true },
  { operands: true, results: false },
  { operands: false, results: true },
]

/** 2.5 units in the last place, between numbers that are both rounded. */
const largestDivisionError = 3n

/**
 * Finds out what inexact 32-bit floats come from. Flushed denormals are recognised by running the function again, on
 * a sequential device and with its operations rewritten to flush, in a fresh instance; the others by their size and
 * by the operations of the function.
 */
export class FloatDifferences implements AsyncDisposable {
  private device: Promise<Device> | undefined
  private readonly scope = new InstanceScope()
  private readonly variants = new Map<TestInstance, Promise<(TestInstance | undefined)[]>>()

  readonly classify: Classify = async (call, expected, actual) => {
    const wrong = wrongLanes(expected, actual)
    if (wrong === undefined) return unexplained
    if (wrong.every(isNan)) {
      return 'NaN bits'
    }
    const flushed = await this.flushedResults(call)
    if (wrong.every((lane) => flushed.some((results) => isLane(results, lane)))) return 'flushed denormal'
    return classByOperations(call, wrong)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.scope.free(true)
    await (await this.device)?.[Symbol.asyncDispose]()
  }

  /** What the call gives when denormals are flushed here or there. */
  private async flushedResults(call: Parameters<Classify>[0]): Promise<(readonly Value[])[]> {
    this.device ??= openSequential()
    const device = await this.device
    const variants = this.variants.get(call.instance) ?? this.makeVariants(call.instance)
    this.variants.set(call.instance, variants)
    const found: (readonly Value[])[] = []
    for (const variant of await variants) {
      const prepared = await variant?.prepare(call.target, device)
      if (variant === undefined || prepared === undefined || 'refusal' in prepared) continue
      const result = await dispatch(device, variant, prepared, [call.arguments], undefined)
      const [iteration] = result.kind === 'results' ? result.iterations : []
      if (iteration !== undefined && 'values' in iteration) found.push(iteration.values)
    }
    return found
  }

  private makeVariants({ bytes }: TestInstance): Promise<(TestInstance | undefined)[]> {
    return Promise.all(
      flushModes.map(async (mode) => {
        const made = await instantiate({ kind: 'binary', bytes }, this.scope, mode)
        if ('refusal' in made) return undefined
        this.scope.enter(undefined, made.instance)
        return made.instance
      }),
    )
  }
}

async function openSequential(): Promise<Device> {
  const backend = createSequentialBackend()
  const { devices } = await backend.probe()
  const [info] = devices
  if (info === undefined) throw new RangeError('there is no sequential device to compare with')
  return backend.open(info)
}

/** What the operations of a function make likely, where nothing was flushed. */
function classByOperations(call: Parameters<Classify>[0], wrong: readonly WrongLane[]): string {
  const operations = [...call.instance.source.effectsOf(call.target).floatOperations]
  const has = (pattern: RegExp) => operations.some((name) => pattern.test(name))
  const distances = wrong.map(unitsApart)
  const finite = distances.every((distance) => distance !== undefined)
  if (!finite) return unexplained
  const close = distances.every((distance) => distance <= largestDivisionError)
  if (close && has(/\.(div|sqrt)$/)) return 'division or square root error'
  return has(/\.(mul|relaxed_n?madd)$/) && has(/\.(add|sub|relaxed_n?madd)$/) ? 'contraction' : unexplained
}
