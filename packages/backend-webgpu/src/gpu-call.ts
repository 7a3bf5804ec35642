import type { DeviceBuffer, ExecReport, ExecTimings, KernelCall, MemoryRange } from '@weft/backend'
import { LimitError } from '@weft/core'
import type { AddressSpace } from './address-space.js'
import type { DispatchJob, DispatchResult } from './dispatcher.js'
import type { Generation } from './generation.js'
import type { GpuSession } from './gpu-session.js'
import { type GridLimits, gridStepCount, gridSteps, iterationsPerStep } from './grid.js'
import { parametersOf } from './parameters.js'
import { type Placement, placeCall } from './segments.js'
import { staticImageOf } from './static-image.js'
import { trapErrorOf } from './traps.js'
import type { WebGpuKernel } from './webgpu-kernel.js'

/** Dispatches that one call may take; all are handed over at once. */
const maximumSteps = 65_536

/** Where a call runs, and with which options. */
export interface CallContext {
  readonly generation: Generation
  readonly session: GpuSession
  readonly space: AddressSpace
  readonly fuel: number | undefined
  rangeOf(buffer: DeviceBuffer): MemoryRange
}

/** One call on the GPU: made ready piece by piece, then handed over. */
export class GpuCall {
  private readonly call: KernelCall
  private readonly kernel: WebGpuKernel
  private readonly context: CallContext
  private readonly placement: Placement

  private constructor(call: KernelCall, kernel: WebGpuKernel, context: CallContext) {
    this.call = call
    this.kernel = kernel
    this.context = context
    const { space, generation, rangeOf } = context
    this.placement = placeCall(call, kernel.compiled, this.stackBytes, space, generation.places, rangeOf)
  }

  /**
   * Makes room for a call, which `run` gives back. Throws `LimitError` for a call in too many pieces,
   * `OutOfMemoryError`, `DeviceLostError`, and what `rangeOf` throws.
   */
  static async place(call: KernelCall, kernel: WebGpuKernel, context: CallContext): Promise<GpuCall> {
    const { session } = context
    await session.dispatcher.ensureRoom(kernel.compiled.parameters.sizeBytes)
    const gpuCall = new GpuCall(call, kernel, context)
    try {
      gpuCall.checkStepCount()
      await session.arena.ensure(gpuCall.placement.end)
      return gpuCall
    } catch (error) {
      gpuCall.release()
      throw error
    }
  }

  /**
   * Hands the call to the GPU before it returns; `check` says, by throwing, if it may no longer run. Throws
   * `KernelTrapError`, `LimitError`, and what `Dispatcher.run` throws.
   */
  async run(pipeline: GPUComputePipeline, compileMs: number, check: () => void): Promise<ExecReport> {
    const begin = performance.now()
    try {
      check()
      const job = { pipeline, ...this.layDown(this.placement) }
      const uploadMs = performance.now() - begin
      return this.reportOf(await this.context.session.dispatcher.run(job), { compileMs, uploadMs })
    } finally {
      this.release()
    }
  }

  release(): void {
    this.placement.release()
  }

  private checkStepCount(): void {
    if (gridStepCount(this.call.iterations, this.limits) <= maximumSteps) return
    throw new LimitError(
      `with ${this.kernel.compiled.stackBytes} bytes of stack for each, only ${this.iterationsAtOnce} iterations run at ` +
        `once, too few for ${this.call.iterations}: use less stack, or make several calls`,
    )
  }

  private layDown({ segments, statics, end }: Placement): Omit<DispatchJob, 'pipeline'> {
    const { session } = this.context
    session.transfers.clearAll(statics)
    const image = statics && staticImageOf(this.call.statics ?? this.kernel.kernel.statics)
    if (image) session.transfers.writeImage(statics, image)
    const parameters = parametersOf(this.call, this.blockSize, this.kernel.compiled, segments)
    return {
      arena: session.arena.ready(end)!,
      parameters,
      steps: gridSteps(this.call.iterations, this.limits),
      stepCount: gridStepCount(this.call.iterations, this.limits),
    }
  }

  private reportOf(
    { traps, ...rest }: DispatchResult,
    begun: Pick<ExecTimings, 'compileMs' | 'uploadMs'>,
  ): ExecReport {
    const { compiled } = this.kernel
    const error = trapErrorOf(traps, compiled, this.context.fuel)
    if (error !== undefined) throw error
    return {
      parallelism: this.iterationsAtOnce,
      groupSize: compiled.workgroupSize,
      blockSize: this.blockSize,
      timings: { ...begun, ...rest },
    }
  }

  /** Kernels compute with the block size: where the device chooses, it says what suits every kernel. */
  private get blockSize(): number {
    return this.call.blockSize === 0 ? 1 : this.call.blockSize
  }

  private get limits(): GridLimits {
    const { stackBytes, workgroupSize } = this.kernel.compiled
    const { space, session } = this.context
    const iterationsPerDispatch = stackBytes === 0 ? 2 ** 32 : Math.floor(space.stackBytes / stackBytes)
    return { workgroupSize, groupsPerDimension: session.groupsPerDimension, iterationsPerDispatch }
  }

  private get iterationsAtOnce(): number {
    return Math.min(this.call.iterations, iterationsPerStep(this.limits))
  }

  /** All stacks of a dispatch. */
  private get stackBytes(): number {
    return Math.ceil((this.kernel.compiled.stackBytes * this.iterationsAtOnce) / 256) * 256
  }
}
