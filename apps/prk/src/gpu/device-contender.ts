import type { Device, KernelModule } from '@weft/backend'
import type { Contender } from './contender.js'
import type { GpuCase } from './gpu-cases.js'

const scalarSlotBytes = 8

/** A guest's kernel on a device of any backend. Closing it closes the device. */
export async function createDeviceContender(
  device: Device,
  module: KernelModule,
  one: GpuCase,
): Promise<Contender> {
  const kernel = await device.prepare(module)
  const inputs = [...one.inputs.map(bytesOf), scalarSlots(one.values)].map(async (bytes) => {
    const buffer = device.createBuffer(bytes.length, 'read')
    await device.write(buffer, bytes)
    return buffer
  })
  const output = device.createBuffer(one.outputBytes, 'read_write')
  const call = {
    ...{ kernel, iterations: one.iterations, blockSize: 1 },
    ...{ inBuffers: await Promise.all(inputs), outBuffers: [output] },
  }
  return {
    async run() {
      const { timings } = await device.exec(call)
      return timings?.kernelMs
    },
    async result() {
      const bytes = new Uint8Array(one.outputBytes)
      await device.read(output, bytes)
      return bytes
    },
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}

/** As a guest in AssemblyScript passes its scalars. */
function scalarSlots(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * scalarSlotBytes)
  const view = new DataView(bytes.buffer)
  for (const [index, value] of values.entries()) view.setUint32(index * scalarSlotBytes, value, true)
  return bytes
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
