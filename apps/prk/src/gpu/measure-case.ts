import type { Device, KernelModule } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { createRow, median, type Row } from '@weft/benchmark-report'
import { WeftError } from '@weft/core'
import { interleave, type Patience } from '../bench/interleave.js'
import { differenceOf, tolerance } from './agreement.js'
import type { Contender } from './contender.js'
import { createDeviceContender } from './device-contender.js'
import { type Bounds, boundsModes, type GpuCase } from './gpu-cases.js'
import { createHandWritten } from './hand-written.js'
import type { OpenGpu } from './open-gpu.js'

/** The same kernel from different compilers. C is left out where there is none. */
export interface CaseModules {
  readonly assemblyScript: KernelModule
  readonly c?: KernelModule | undefined
}

export interface CaseEffort {
  readonly minimumRounds: number
  readonly maximumRounds: number
  /** Time for all rounds of a case, in milliseconds. */
  readonly timeLimitMs: number
}

interface Generated {
  readonly name: string
  readonly module: KernelModule
  readonly bounds: Bounds
  readonly isTarget: boolean
}

const handWritten = 'hand-written'

/** Checks every contender against WebAssembly on the processor, then times them in turn. */
export async function measureCase(
  gpu: OpenGpu,
  one: GpuCase,
  modules: CaseModules,
  effort: CaseEffort,
  patience: Patience,
): Promise<Row[]> {
  const generated = generatedContenders(modules)
  await using all = new AsyncDisposableStack()
  const contenders: Record<string, Contender> = {
    [handWritten]: all.use(await createHandWritten(gpu, one)),
  }
  for (const { name, module, bounds } of generated) {
    contenders[name] = all.use(await createDeviceContender(await openBackend(gpu, bounds), module, one))
  }
  const differences = await compareWithProcessor(gpu, one, modules.assemblyScript, contenders)
  const clocks = mapValues(contenders, (contender) => () => costMs(gpu, contender))
  const rounds = await interleave(await countRounds(clocks, effort), clocks, patience)
  return [...differences, ...speedRows(one, generated, rounds)]
}

function generatedContenders({ assemblyScript, c }: CaseModules): Generated[] {
  return boundsModes.flatMap((bounds) => [
    { name: bounds, module: assemblyScript, bounds, isTarget: true },
    ...(c === undefined ? [] : [{ name: `c/${bounds}`, module: c, bounds, isTarget: false }]),
  ])
}

async function openBackend(gpu: OpenGpu, bounds: Bounds): Promise<Device> {
  const { device, info, workgroupSize, isSoftware } = gpu
  const backend = createNodeWebGpuBackend({
    ...{ device, bounds, workgroupSize },
    ...{ float: 'fast', timestamps: !isSoftware },
  })
  return backend.open(info)
}

/** Rows that say how far each contender's result is from that of the same kernel on the processor. */
async function compareWithProcessor(
  gpu: OpenGpu,
  one: GpuCase,
  module: KernelModule,
  contenders: Readonly<Record<string, Contender>>,
): Promise<Row[]> {
  const backend = createCpuBackend({ threads: 1 })
  const { devices } = await backend.probe()
  await using reference = await createDeviceContender(await backend.open(devices[0]!), module, one)
  await reference.run()
  const expected = await reference.result()
  const rows: Row[] = []
  for (const [name, contender] of Object.entries(contenders)) {
    await contender.run()
    const difference = differenceOf(one, await contender.result(), expected)
    const max = gpu.isSoftware ? 0 : tolerance[one.output]
    rows.push(createRow(rowName(one, name, 'difference'), difference, 'error', { max }))
  }
  return rows
}

/** What a run takes: of the processor where it plays the GPU, else by the GPU's clock. Throws `WeftError` without one. */
async function costMs({ isSoftware }: OpenGpu, contender: Contender): Promise<number> {
  const before = process.cpuUsage()
  const kernelMs = await contender.run()
  const { user, system } = process.cpuUsage(before)
  if (isSoftware) return (user + system) / 1000
  if (kernelMs !== undefined) return kernelMs
  throw new WeftError(
    'benchmark-clock',
    'the GPU has no clock (timestamp-query), so that kernels cannot be timed',
  )
}

/** As many rounds as fit into the time, after one that warms up. */
async function countRounds(
  clocks: Readonly<Record<string, () => Promise<number>>>,
  { minimumRounds, maximumRounds, timeLimitMs }: CaseEffort,
): Promise<number> {
  const start = performance.now()
  for (const clock of Object.values(clocks)) await clock()
  const roundMs = performance.now() - start
  return Math.max(minimumRounds, Math.min(maximumRounds, Math.round(timeLimitMs / roundMs)))
}

function speedRows(
  one: GpuCase,
  generated: readonly Generated[],
  rounds: Readonly<Record<string, readonly number[]>>,
): Row[] {
  const byHand = rounds[handWritten]!
  const rows = [createRow(rowName(one, handWritten, 'ms'), median(byHand), 'ms')]
  for (const { name, bounds, isTarget } of generated) {
    const times = rounds[name]!
    const ratio = median(times.map((time, round) => time / byHand[round]!))
    const target = isTarget ? one.targets[bounds] : {}
    rows.push(
      createRow(rowName(one, name, 'of-hand-written'), ratio, '×', target),
      createRow(rowName(one, name, 'of-hand-written-at-best'), Math.min(...times) / Math.min(...byHand), '×'),
      createRow(rowName(one, name, 'ms'), median(times), 'ms'),
    )
  }
  return rows
}

function rowName({ name, label }: GpuCase, ...rest: string[]): string {
  return ['gpu', name, 'f32', label, ...rest].join('/')
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, change: (value: From) => To) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}
