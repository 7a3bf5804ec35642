import type { Device, DeviceBuffer } from '@weft/backend'
import { createWebGpuBackend, type WebGpuBackendOptions } from '@weft/backend-webgpu'
import { onTestFinished } from 'vitest'
import { create } from 'webgpu'

/** One object for all tests of a file: it has to be kept while anything of it is used. */
export const gpu: GPU = create([])

/** A GPU that shows the devices opened with it, and how many pipelines were made on them. */
export class RecordedGpu {
  readonly devices: GPUDevice[] = []
  pipelinesMade = 0
  /** Looks like `GPU` to the backend. */
  readonly gpu = { requestAdapter: (options) => this.requestAdapter(options) } as GPU

  private async requestAdapter(options: GPURequestAdapterOptions | undefined): Promise<GPUAdapter | null> {
    const adapter = await gpu.requestAdapter(options)
    if (adapter === null) return null
    const { info, limits, features } = adapter
    const requestDevice = async (descriptor: GPUDeviceDescriptor) => {
      const device = await adapter.requestDevice(descriptor)
      this.record(device)
      return device
    }
    return { info, limits, features, requestDevice } as GPUAdapter
  }

  private record(device: GPUDevice): void {
    this.devices.push(device)
    const make = device.createComputePipelineAsync.bind(device)
    device.createComputePipelineAsync = (descriptor) => {
      this.pipelinesMade++
      return make(descriptor)
    }
  }
}

/** Opens the first device, until the end of the test. */
export async function openDevice(options: WebGpuBackendOptions = {}): Promise<Device> {
  const backend = createWebGpuBackend({ gpu, ...options })
  const { devices, reasons } = await backend.probe()
  if (devices[0] === undefined) throw new TypeError(`no GPU for the tests: ${reasons.join('; ')}`)
  const device = await backend.open(devices[0])
  onTestFinished(() => device[Symbol.asyncDispose]())
  return device
}

/** The buffer's contents as 32-bit words. */
export async function wordsOf(device: Device, buffer: DeviceBuffer): Promise<Uint32Array> {
  const bytes = new Uint8Array(Math.ceil(buffer.sizeBytes / 4) * 4)
  await device.read(buffer, bytes.subarray(0, buffer.sizeBytes))
  return new Uint32Array(bytes.buffer)
}

/** A buffer with a copy of `data`. */
export async function filled(device: Device, data: ArrayBufferView): Promise<DeviceBuffer> {
  const buffer = device.createBuffer(data.byteLength, 'read_write')
  await device.write(buffer, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return buffer
}
