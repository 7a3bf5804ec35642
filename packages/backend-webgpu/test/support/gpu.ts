import type { Device, DeviceBuffer } from '@weft/backend'
import { createWebGpuBackend, type WebGpuBackendOptions } from '@weft/backend-webgpu'
import { onTestFinished } from 'vitest'
import { create } from 'webgpu'

/** One object for all tests of a file: it has to be kept while anything of it is used. */
export const gpu: GPU = create([])

/** A GPU that shows the devices opened with it, how many pipelines were made on them, and that can be held up. */
export class RecordedGpu {
  readonly devices: GPUDevice[] = []
  pipelinesMade = 0
  /** Called when results are asked for: they come when the GPU has them, and not before this settles. */
  beforeResults: () => Promise<unknown> = async () => {}
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
    const create = device.createBuffer.bind(device)
    device.createBuffer = (descriptor) => this.heldUp(create(descriptor))
  }

  private heldUp(buffer: GPUBuffer): GPUBuffer {
    const map = buffer.mapAsync.bind(buffer)
    buffer.mapAsync = async (...parameters) => {
      await Promise.all([map(...parameters), this.beforeResults()])
    }
    return buffer
  }

  /**
   * Keeps all results back until `release` is called, so that for the backend the GPU is at work until then, however
   * fast it is. `working` settles when it is for the first time.
   */
  hold(): { readonly working: Promise<void>; release(): void } {
    const working = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    this.beforeResults = () => {
      working.resolve()
      return released.promise
    }
    return { working: working.promise, release: () => released.resolve() }
  }
}

/** Far more than any kernel takes: the compiler of a GPU in software shares the processor with other tests. */
const compileTimeLimitMs = 500_000

/** Opens the first device, until the end of the test. */
export async function openDevice(options: WebGpuBackendOptions = {}): Promise<Device> {
  const backend = createWebGpuBackend({ gpu, compileTimeLimitMs, ...options })
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
