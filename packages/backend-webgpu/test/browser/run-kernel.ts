import type { KernelModule } from '@weft/backend'
import { createWebGpuBackend } from '@weft/backend-webgpu'

/** A kernel of one out-buffer, as it gets through to a page. */
export interface Program {
  readonly bytes: readonly number[]
  readonly iterations: number
}

/** Runs a kernel and gives its buffer's words, with the name of the device. */
export async function runKernel({ bytes, iterations }: Program) {
  const backend = createWebGpuBackend({ timestamps: true })
  const { devices, reasons } = await backend.probe()
  if (devices[0] === undefined) return { reasons }
  await using device = await backend.open(devices[0])
  const shape = { bufferCount: 1, statics: [], staticBytes: 0, globals: [], functions: [] }
  const kernel: KernelModule = { bytes: Uint8Array.from(bytes), ...shape }
  const buffer = device.createBuffer(4 * iterations, 'read_write')
  const prepared = await device.prepare(kernel)
  const report = await device.exec({
    kernel: prepared,
    iterations,
    blockSize: 1,
    inBuffers: [],
    outBuffers: [buffer],
  })
  const words = new Uint32Array(iterations)
  await device.read(buffer, new Uint8Array(words.buffer))
  return { name: device.info.name, words: [...words], kernelMs: report.timings?.kernelMs }
}
