import { isSoftware } from './adapters.js'

/** The most invocations in a row that a workgroup can have. */
export function maximumWorkgroupSize(limits: GPUSupportedLimits): number {
  return Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX)
}

/** 64 suits every card; where the processor plays the GPU, workgroups cost time, and 256 was up to a fifth faster. */
export function suitingWorkgroupSize(adapter: GPUAdapterInfo, limits: GPUSupportedLimits): number {
  return Math.min(isSoftware(adapter) ? 256 : 64, maximumWorkgroupSize(limits))
}
