import type { Backend, DeviceInfo } from '@weft/backend'
import { NoDeviceError } from '@weft/core'
import { adapterSource, type FindGpu } from './adapter-source.js'
import type { DeviceSource, OpenableDevice } from './device-source.js'
import { givenDeviceSource } from './given-device-source.js'
import type { Compile } from './kernel-compiler.js'
import { settingsOf, type WebGpuBackendOptions, type WebGpuSettings } from './options.js'
import { WebGpuDevice } from './webgpu-device.js'

/** The backend, given a way to find WebGPU and one to compile kernels. */
export function createBackend(options: WebGpuBackendOptions, findGpu: FindGpu, compile: Compile): Backend {
  const settings = settingsOf(options)
  const source = sourceFor(options, findGpu)
  return {
    interfaceVersion: 'v1',
    name: 'webgpu',
    probe: () => source.probe(),
    async open(info: DeviceInfo) {
      if (info.backend !== 'webgpu') {
        throw new NoDeviceError(
          `the WebGPU backend has no device "${info.name}" of backend "${info.backend}"`,
        )
      }
      const device = await source.find(info)
      return new WebGpuDevice({ ...device, settings: suitedTo(settings, device), compile }).open()
    },
  }
}

function sourceFor({ device, gpu, adapterOptions }: WebGpuBackendOptions, findGpu: FindGpu): DeviceSource {
  if (device !== undefined) return givenDeviceSource(device)
  return adapterSource(gpu === undefined ? findGpu : async () => gpu, adapterOptions)
}

/** Fills in what depends on the device. */
function suitedTo(settings: WebGpuSettings, device: OpenableDevice): WebGpuSettings {
  const wanted = settings.compile.workgroupSize ?? device.workgroupSize
  const workgroupSize = Math.min(wanted, device.maximumWorkgroupSize)
  const fuel = settings.compile.fuel ?? device.fuel
  return { ...settings, compile: { ...settings.compile, workgroupSize, fuel } }
}
