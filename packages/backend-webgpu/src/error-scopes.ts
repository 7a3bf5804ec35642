import { OutOfMemoryError, UnsupportedKernelError } from '@weft/core'

const filters = ['validation', 'out-of-memory', 'internal'] as const

/**
 * Does something with the GPU, at once. What it returns fails if the GPU refuses any of it: with `OutOfMemoryError`, or
 * with `UnsupportedKernelError` and the GPU's own words.
 */
export async function refusalsOf(gpu: GPUDevice, action: () => void): Promise<void> {
  for (const filter of filters) gpu.pushErrorScope(filter)
  let refusals: Promise<GPUError | null>[] = []
  try {
    action()
  } finally {
    refusals = filters.map(() => gpu.popErrorScope())
  }
  // Scopes end in the opposite order of their beginning.
  const [internal, outOfMemory, validation] = await Promise.all(refusals)
  if (outOfMemory) throw new OutOfMemoryError(`the GPU has not enough memory: ${outOfMemory.message}`)
  const refusal = validation ?? internal
  if (!refusal) return
  const message = `the GPU refused to run it: ${refusal.message.trim()}`
  throw new UnsupportedKernelError([{ rule: 'dispatch-refused', message }], { cause: refusal })
}
