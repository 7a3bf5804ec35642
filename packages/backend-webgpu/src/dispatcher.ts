import type { ExecTimings } from '@weft/backend'
import { refusalsOf } from './error-scopes.js'
import { createOrThrow } from './gpu-buffers.js'
import { bufferUsage, mapModeRead } from './gpu-flags.js'
import type { GpuLife } from './gpu-life.js'
import type { GridStep } from './grid.js'
import { binding, type KernelLayout } from './layout.js'
import { setIterations } from './parameters.js'
import { millisecondsBetween, Timestamps, timestampBytes } from './timestamps.js'
import { clearedTraps, trapBytes } from './traps.js'

/** A call as the GPU runs it. */
export interface DispatchJob {
  readonly arena: GPUBuffer
  readonly pipeline: GPUComputePipeline
  /** Parameters without those of one dispatch. */
  readonly parameters: Uint32Array
  readonly steps: Iterable<GridStep>
  /** How many there are. */
  readonly stepCount: number
}

export interface DispatchResult extends Pick<ExecTimings, 'dispatchMs' | 'kernelMs' | 'downloadMs'> {
  /** The trap buffer's contents. */
  readonly traps: Uint32Array
}

/** Dispatches in one submit: their parameters are written together. */
const stepsPerSubmit = 256
const alignmentBytes = 256

/** Runs calls on a GPU device, one at a time: the buffers for traps and parameters are there once. */
export class Dispatcher {
  private readonly gpu: GPUDevice
  private readonly life: GpuLife
  private readonly layout: KernelLayout
  private readonly timestamps: Timestamps | undefined
  private readonly traps: GPUBuffer
  private readonly results: GPUBuffer
  private parameters: GPUBuffer | undefined
  private group: { readonly of: readonly unknown[]; readonly bindGroup: GPUBindGroup } | undefined

  constructor(gpu: GPUDevice, life: GpuLife, layout: KernelLayout, timestamps: boolean) {
    this.gpu = gpu
    this.life = life
    this.layout = layout
    this.timestamps = timestamps && gpu.features.has('timestamp-query') ? new Timestamps(gpu) : undefined
    const { storage, copySource, copyTarget, mapRead } = bufferUsage
    const trapUsage = storage | copySource | copyTarget
    this.traps = gpu.createBuffer({ label: 'weft traps', size: trapBytes, usage: trapUsage })
    const size = trapBytes + timestampBytes
    this.results = gpu.createBuffer({ label: 'weft results', size, usage: mapRead | copyTarget })
  }

  /** Makes room for the parameters of as many dispatches as one submit has. Throws `OutOfMemoryError`. */
  async ensureRoom(parameterBytes: number): Promise<void> {
    const needed = stepsPerSubmit * strideOf(parameterBytes)
    if (this.parameters !== undefined && this.parameters.size >= needed) return
    const usage = bufferUsage.storage | bufferUsage.copyTarget
    const grown = await createOrThrow(this.gpu, { label: 'weft parameters', size: needed, usage })
    this.parameters?.destroy()
    this.parameters = grown
  }

  /**
   * Hands the call to the GPU before it returns. Throws `DeviceLostError`, and `OutOfMemoryError` or
   * `UnsupportedKernelError` for what the GPU refuses.
   */
  async run(job: DispatchJob): Promise<DispatchResult> {
    const begin = performance.now()
    const accepted = refusalsOf(this.gpu, () => this.submit(job))
    const done = this.gpu.queue.onSubmittedWorkDone().then(() => performance.now())
    const settled = Promise.allSettled([accepted, done])
    await this.life.map(this.results.mapAsync(mapModeRead))
    const end = performance.now()
    // Taken in any case: as long as it is mapped, the GPU cannot use it.
    const results = this.takeResults()
    const [acceptance, completion] = await this.life.during(settled)
    if (acceptance.status === 'rejected') throw acceptance.reason
    const doneAt = completion.status === 'fulfilled' ? Math.min(completion.value, end) : end
    return { ...results, dispatchMs: doneAt - begin, downloadMs: end - doneAt }
  }

  destroy(): void {
    this.timestamps?.destroy()
    for (const buffer of [this.traps, this.results, this.parameters]) buffer?.destroy()
  }

  private submit(job: DispatchJob): void {
    this.gpu.queue.writeBuffer(this.traps, 0, clearedTraps)
    let left = job.stepCount
    for (const steps of groupsOf(job.steps, stepsPerSubmit)) {
      const isFirst = left === job.stepCount
      left -= steps.length
      const encoder = this.gpu.createCommandEncoder()
      const timestampWrites = this.timestamps?.writes(isFirst, left === 0)
      const pass = encoder.beginComputePass(timestampWrites && { timestampWrites })
      this.encodeSteps(pass, job, steps)
      pass.end()
      if (left === 0) this.encodeResults(encoder)
      this.gpu.queue.submit([encoder.finish()])
    }
  }

  private encodeSteps(pass: GPUComputePassEncoder, job: DispatchJob, steps: readonly GridStep[]): void {
    const stride = strideOf(job.parameters.byteLength)
    const words = new Uint32Array((stride / 4) * steps.length)
    const group = this.bindGroup(job.arena, stride)
    pass.setPipeline(job.pipeline)
    steps.forEach(({ first, count, groupsX, groupsY }, index) => {
      const at = (stride / 4) * index
      words.set(job.parameters, at)
      setIterations(words, at, first, count)
      pass.setBindGroup(0, group, [stride * index])
      pass.dispatchWorkgroups(groupsX, groupsY)
    })
    this.gpu.queue.writeBuffer(this.parameters!, 0, words)
  }

  private encodeResults(encoder: GPUCommandEncoder): void {
    encoder.copyBufferToBuffer(this.traps, 0, this.results, 0, trapBytes)
    this.timestamps?.encodeCopy(encoder, this.results, trapBytes)
  }

  private takeResults(): Pick<DispatchResult, 'traps' | 'kernelMs'> {
    const bytes = this.results.getMappedRange().slice(0)
    this.results.unmap()
    const traps = new Uint32Array(bytes, 0, trapBytes / 4)
    if (this.timestamps === undefined) return { traps }
    return { traps, kernelMs: millisecondsBetween(new BigUint64Array(bytes, trapBytes, 2)) }
  }

  private bindGroup(arena: GPUBuffer, stride: number): GPUBindGroup {
    const of = [arena, this.parameters, stride]
    if (this.group?.of.every((part, index) => part === of[index])) return this.group.bindGroup
    const bindGroup = this.gpu.createBindGroup({
      layout: this.layout.group,
      entries: [
        { binding: binding.arena, resource: { buffer: arena } },
        { binding: binding.traps, resource: { buffer: this.traps } },
        { binding: binding.parameters, resource: { buffer: this.parameters!, size: stride } },
      ],
    })
    this.group = { of, bindGroup }
    return bindGroup
  }
}

function* groupsOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let group: T[] = []
  for (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

function strideOf(parameterBytes: number): number {
  return Math.ceil(parameterBytes / alignmentBytes) * alignmentBytes
}
