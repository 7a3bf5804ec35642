import type { DeviceInfo } from '@weft/backend'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'
import { create, globals } from 'webgpu'
import { isSoftwareGpu } from '../devices.js'

/** A GPU device of the benchmark's own, which hand-written shaders and the backend share. */
export interface OpenGpu extends Disposable {
  /** Dawn's object, which has to be kept for as long as anything of it is used. */
  readonly gpu: GPU
  readonly device: GPUDevice
  readonly info: DeviceInfo
  /** The processor plays the GPU: time is what it takes of the processor, as timestamps say little there. */
  readonly isSoftware: boolean
  readonly workgroupSize: number
}

const wantedLimits = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
] as const

/** Opens the fastest GPU. `undefined` if there is none. */
export async function openGpu(): Promise<OpenGpu | undefined> {
  Object.assign(globalThis, globals)
  const gpu = create([])
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (adapter === null) return undefined
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]])),
  })
  const { devices } = await createNodeWebGpuBackend({ device }).probe()
  const info = devices[0]!
  const isSoftware = isSoftwareGpu(info)
  return {
    gpu,
    device,
    info,
    isSoftware,
    workgroupSize: isSoftware ? 256 : 64,
    [Symbol.dispose]: () => device.destroy(),
  }
}
