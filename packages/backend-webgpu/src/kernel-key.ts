import type { KernelModule } from '@weft/backend'

/** The same for kernels that compile to the same shader and describe their functions alike, else different. */
export async function kernelKeyOf(kernel: KernelModule): Promise<string> {
  const { bufferCount, staticBytes, memoryBytes, stack, globals, functions } = kernel
  const shape = { bufferCount, staticBytes, memoryBytes, stack, globals, functions }
  const text = JSON.stringify(shape, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
  const digests = await Promise.all([kernel.bytes.slice(), new TextEncoder().encode(text)].map(sha256))
  return digests.join(' ')
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
