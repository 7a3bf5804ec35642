import { OutOfMemoryError } from '@weft/core'

/** A GPU buffer, or nothing if the GPU has no memory for it. */
export async function createOrNothing(
  gpu: GPUDevice,
  descriptor: GPUBufferDescriptor,
): Promise<GPUBuffer | undefined> {
  gpu.pushErrorScope('out-of-memory')
  const buffer = gpu.createBuffer(descriptor)
  const error = await gpu.popErrorScope()
  if (error === null) return buffer
  buffer.destroy()
  return undefined
}

/** A GPU buffer. Throws `OutOfMemoryError`. */
export async function createOrThrow(gpu: GPUDevice, descriptor: GPUBufferDescriptor): Promise<GPUBuffer> {
  const buffer = await createOrNothing(gpu, descriptor)
  if (buffer !== undefined) return buffer
  throw new OutOfMemoryError(`the GPU has no memory for ${descriptor.size} bytes: free buffers`)
}
