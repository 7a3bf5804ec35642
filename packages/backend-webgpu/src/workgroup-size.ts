import { isSoftware } from './adapters.js'

/** The most invocations in a row that a workgroup can have. */
export function maximumWorkgroupSize(limits: GPUSupportedLimits): number {
  return Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX)
}

/** Turns of a loop that take seconds: a processor that plays the GPU needs 50 s for 2^30 of the shortest ones. */
export function suitingFuel(adapter: GPUAdapterInfo): number {
  return isSoftware(adapter) ? 2 ** 26 : 2 ** 30
}

/** 64 suits every card; where the processor plays the GPU, workgroups cost time, and 256 was up to a fifth faster. */
export function suitingWorkgroupSize(adapter: GPUAdapterInfo, limits: GPUSupportedLimits): number {
  return Math.min(isSoftware(adapter) ? 256 : 64, maximumWorkgroupSize(limits))
}
