import type { DeviceInfo } from '@weft/backend'
import { DeviceLostError, NoDeviceError } from '@weft/core'
import { type AdapterChoice, listAdapters } from './adapters.js'
import { addressSpaceFor } from './address-space.js'
import type { DeviceSource, OpenableDevice } from './device-source.js'
import type { OpenedGpu } from './gpu-session.js'
import { maximumWorkgroupSize, suitingFuel, suitingWorkgroupSize } from './workgroup-size.js'

/** Finds WebGPU: its entry point, or words for why there is none. Does not throw. */
export type FindGpu = () => Promise<GPU | string>

const noAdapter =
  'WebGPU is there, but it finds no GPU: install the driver of the GPU (on Linux one for Vulkan), ' +
  'or, in a browser, look at chrome://gpu or about:support for what is blocked'

/** The adapters that WebGPU lists. */
export function adapterSource(findGpu: FindGpu, options: GPURequestAdapterOptions | undefined): DeviceSource {
  return {
    async probe() {
      const gpu = await findGpu()
      if (typeof gpu === 'string') return { devices: [], reasons: [gpu] }
      const choices = await listAdapters(gpu, options)
      const reasons = choices.length === 0 ? [noAdapter] : []
      return { devices: choices.map(({ info }) => info), reasons }
    },
    async find(wanted) {
      const gpu = await findGpu()
      if (typeof gpu === 'string') throw new NoDeviceError(gpu)
      const choices = await listAdapters(gpu, options)
      return openable(gpu, choiceOf(wanted, choices))
    },
  }
}

function choiceOf(wanted: DeviceInfo, choices: readonly AdapterChoice[]): AdapterChoice {
  const choice = choices.find(({ info }) => info.name === wanted.name)
  if (choice !== undefined) return choice
  const present = choices.map(({ info }) => `"${info.name}"`).join(', ') || 'none'
  throw new NoDeviceError(`the WebGPU backend has no adapter "${wanted.name}"; there is ${present}`)
}

function openable(gpu: GPU, { info, request, adapterInfo, limits }: AdapterChoice): OpenableDevice {
  return {
    info,
    space: addressSpaceFor(limits),
    workgroupSize: suitingWorkgroupSize(adapterInfo, limits),
    fuel: suitingFuel(adapterInfo),
    maximumWorkgroupSize: maximumWorkgroupSize(limits),
    openGpu: () => openGpu(gpu, request, info),
  }
}

async function openGpu(gpu: GPU, request: GPURequestAdapterOptions, info: DeviceInfo): Promise<OpenedGpu> {
  const adapter = await gpu.requestAdapter(request)
  if (adapter === null) throw new DeviceLostError(`the adapter "${info.name}" is gone`)
  try {
    return { gpu: await adapter.requestDevice(descriptorFor(adapter)), isOwned: true }
  } catch (cause) {
    throw new DeviceLostError(`the adapter "${info.name}" gives no device`, { cause })
  }
}

/** Without asking, a device has the limits that every device has, however large the GPU is. */
function descriptorFor({ features, limits }: GPUAdapter): GPUDeviceDescriptor {
  const requiredLimits = {
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
  }
  const requiredFeatures: GPUFeatureName[] = features.has('timestamp-query') ? ['timestamp-query'] : []
  return { label: 'weft', requiredLimits, requiredFeatures }
}
