import type { AddressSpace } from './address-space.js'
import { Arena } from './arena.js'
import type { ArenaPlaces } from './arena-places.js'
import { Dispatcher } from './dispatcher.js'
import { holdProcess } from './ending.js'
import { GpuLife } from './gpu-life.js'
import { createKernelLayout } from './layout.js'
import type { WebGpuSettings } from './options.js'
import { PipelineCache } from './pipeline-cache.js'
import { Staging } from './staging.js'
import { Transfers } from './transfers.js'

/** A GPU device, and whether it is ours to destroy. */
export interface OpenedGpu {
  readonly gpu: GPUDevice
  readonly isOwned: boolean
}

/** A GPU device while it lives, with everything that was made on it. */
export class GpuSession {
  readonly life: GpuLife
  readonly arena: Arena
  readonly pipelines: PipelineCache
  readonly transfers: Transfers
  readonly dispatcher: Dispatcher
  /** Workgroups that one dispatch can have in each direction. */
  readonly groupsPerDimension: number
  private readonly opened: OpenedGpu
  private readonly staging: Staging

  constructor(
    opened: OpenedGpu,
    places: ArenaPlaces,
    space: AddressSpace,
    settings: WebGpuSettings,
    onEnd: () => void,
  ) {
    const { gpu } = opened
    this.opened = opened
    this.groupsPerDimension = gpu.limits.maxComputeWorkgroupsPerDimension
    this.life = new GpuLife(gpu, onEnd)
    this.arena = new Arena(gpu, places, space.arenaBytes)
    this.staging = new Staging(gpu, this.life)
    this.transfers = new Transfers(gpu, this.life, places, this.arena, this.staging)
    const layout = createKernelLayout(gpu)
    this.pipelines = new PipelineCache(gpu, this.life, layout, settings.maximumKernels)
    this.dispatcher = new Dispatcher(gpu, this.life, layout, settings.timestamps)
  }

  /**
   * Fails what waits, with `DeviceLostError`, and gives the GPU back. `destroy` of a device that works blocks the thread
   * until the work is done, in Node at least, so it has to wait for that.
   */
  end(message: string): void {
    this.life.end(message)
    const release = () => {
      for (const part of [this.arena, this.staging, this.dispatcher]) part.destroy()
      if (this.opened.isOwned) this.opened.gpu.destroy()
    }
    const idle = this.opened.gpu.queue.onSubmittedWorkDone().then(release, release)
    holdProcess(idle)
  }
}
