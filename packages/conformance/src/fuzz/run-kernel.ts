import type { Device, DeviceBuffer } from '@weft/backend'
import { type KernelTrapError, type TrapCause, WeftError } from '@weft/core'
import type { FuzzKernel } from './kernel.js'

/** How a call of a kernel ended. */
export type Outcome =
  /** Contents of the in-buffers, then of the out-buffers. */
  | { readonly kind: 'done'; readonly buffers: readonly Uint8Array[] }
  | { readonly kind: 'trap'; readonly iteration: number; readonly cause: TrapCause }
  /** The device cannot run it, and said so. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

/** Runs a kernel on buffers of its own. The time limit is for devices that support one. */
export async function runKernel(device: Device, kernel: FuzzKernel, timeLimitMs?: number): Promise<Outcome> {
  const buffers: DeviceBuffer[] = []
  try {
    for (const contents of kernel.inputs) buffers.push(await filled(device, contents, 'read'))
    for (const contents of kernel.outputs) buffers.push(await filled(device, contents, 'read_write'))
    await execute(device, kernel, buffers, timeLimitMs)
    return { kind: 'done', buffers: await Promise.all(buffers.map((buffer) => contentsOf(device, buffer))) }
  } catch (error) {
    return outcomeOf(error)
  } finally {
    for (const buffer of buffers) buffer.free()
  }
}

async function execute(
  device: Device,
  kernel: FuzzKernel,
  buffers: readonly DeviceBuffer[],
  timeLimitMs: number | undefined,
): Promise<void> {
  const prepared = await device.prepare(kernel.module)
  try {
    await device.exec({
      kernel: prepared,
      iterations: kernel.iterations,
      blockSize: kernel.blockSize,
      inBuffers: buffers.slice(0, kernel.inputs.length),
      outBuffers: buffers.slice(kernel.inputs.length),
      timeLimitMs: device.info.supportsTimeLimit === true ? timeLimitMs : undefined,
    })
  } finally {
    prepared.release()
  }
}

async function filled(
  device: Device,
  contents: Uint8Array,
  access: DeviceBuffer['access'],
): Promise<DeviceBuffer> {
  const buffer = device.createBuffer(contents.length, access)
  await device.write(buffer, contents)
  return buffer
}

async function contentsOf(device: Device, buffer: DeviceBuffer): Promise<Uint8Array> {
  const contents = new Uint8Array(buffer.sizeBytes)
  await device.read(buffer, contents)
  return contents
}

// By their codes: a backend may come with its own copy of the classes.
function outcomeOf(error: unknown): Outcome {
  if (!WeftError.isInstance(error)) return { kind: 'failed', message: String(error) }
  if (error.code === 'kernel-trap') {
    const { iteration, trap: cause } = error as KernelTrapError
    return { kind: 'trap', iteration, cause }
  }
  const kind = error.code === 'unsupported-kernel' ? 'refused' : 'failed'
  return { kind, message: `${error.code}: ${error.message}` }
}
