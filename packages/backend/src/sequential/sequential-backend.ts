import { maximumPages, NoDeviceError, pageSizeBytes, probeCapabilities } from '@weft/core'
import type { Backend, Device, DeviceInfo, ProbeResult } from '../interface.js'
import { SequentialDevice } from './sequential-device.js'

/** Lowest addresses kept for the static data of kernels: 64 MiB of address space. */
const staticBytes = 64 * 2 ** 20

const info: DeviceInfo = {
  backend: 'sequential',
  kind: 'sequential',
  name: 'calling thread',
  limits: {
    maximumBufferBytes: maximumPages * pageSizeBytes - staticBytes,
    parallelism: 1,
    maximumStaticBytes: staticBytes,
  },
  supportsSharedMemory: true,
  supportsSynchronousCalls: true,
}

/**
 * The reference: one device that runs a kernel's iterations in order, on the calling thread, and always answers at
 * once. It cannot end a kernel that does not end. It exists wherever there are shared WebAssembly memories.
 */
export function createSequentialBackend(): Backend {
  return { interfaceVersion: 'v1', name: 'sequential', probe: async () => probe(), open }
}

function probe(): ProbeResult {
  if (probeCapabilities().sharedMemory) return { devices: [info], reasons: [] }
  const reason = 'no shared WebAssembly memory: in a browser, serve the page with COOP and COEP headers'
  return { devices: [], reasons: [reason] }
}

async function open(device: DeviceInfo): Promise<Device> {
  if (device.backend === info.backend && device.kind === info.kind) return new SequentialDevice(info)
  throw new NoDeviceError(
    `the sequential backend has no device "${device.name}" of backend "${device.backend}"`,
  )
}
