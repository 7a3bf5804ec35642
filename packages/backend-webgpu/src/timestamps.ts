import { bufferUsage } from './gpu-flags.js'

/** Two 64-bit counts of nanoseconds. */
export const timestampBytes = 16

/** The GPU's own clock around the passes of a call. */
export class Timestamps {
  private readonly querySet: GPUQuerySet
  private readonly resolved: GPUBuffer

  /** `gpu` must have the feature `timestamp-query`. */
  constructor(gpu: GPUDevice) {
    this.querySet = gpu.createQuerySet({ type: 'timestamp', count: 2 })
    const usage = bufferUsage.queryResolve | bufferUsage.copySource
    this.resolved = gpu.createBuffer({ label: 'weft timestamps', size: timestampBytes, usage })
  }

  /** For the descriptor of a pass. */
  writes(isFirst: boolean, isLast: boolean): GPUComputePassTimestampWrites | undefined {
    if (!isFirst && !isLast) return undefined
    const { querySet } = this
    return {
      querySet,
      ...(isFirst ? { beginningOfPassWriteIndex: 0 } : {}),
      ...(isLast ? { endOfPassWriteIndex: 1 } : {}),
    }
  }

  encodeCopy(encoder: GPUCommandEncoder, target: GPUBuffer, targetOffset: number): void {
    encoder.resolveQuerySet(this.querySet, 0, 2, this.resolved, 0)
    encoder.copyBufferToBuffer(this.resolved, 0, target, targetOffset, timestampBytes)
  }

  destroy(): void {
    this.querySet.destroy()
    this.resolved.destroy()
  }
}

/** Milliseconds between two counts; nothing where the clock was set in between. */
export function millisecondsBetween([begin = 0n, end = 0n]: BigUint64Array): number | undefined {
  return end >= begin ? Number(end - begin) / 1e6 : undefined
}
