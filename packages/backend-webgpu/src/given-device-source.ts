import { NoDeviceError } from '@weft/core'
import { deviceInfoOf } from './adapters.js'
import { addressSpaceFor } from './address-space.js'
import type { DeviceSource } from './device-source.js'
import { maximumWorkgroupSize, suitingFuel, suitingWorkgroupSize } from './workgroup-size.js'

/** The one device that the caller gave. */
export function givenDeviceSource(gpu: GPUDevice): DeviceSource {
  const info = deviceInfoOf(gpu.adapterInfo, gpu.limits)
  return {
    probe: async () => ({ devices: [info], reasons: [] }),
    async find({ name }) {
      if (name !== info.name)
        throw new NoDeviceError(`the WebGPU backend was given "${info.name}", not "${name}"`)
      return {
        info,
        space: addressSpaceFor(gpu.limits),
        workgroupSize: suitingWorkgroupSize(gpu.adapterInfo, gpu.limits),
        fuel: suitingFuel(gpu.adapterInfo),
        maximumWorkgroupSize: maximumWorkgroupSize(gpu.limits),
        openGpu: async () => ({ gpu, isOwned: false }),
      }
    },
  }
}
