import type { Backend, DeviceInfo } from '@weft/backend'
import { NoDeviceError } from '@weft/core'
import { WorkerDevice } from './worker-device.js'

const staticBytes = 16 * 2 ** 20

const info: DeviceInfo = {
  backend: 'example-worker',
  kind: 'cpu',
  name: 'one worker',
  limits: { maximumBufferBytes: 2 ** 32 - staticBytes, parallelism: 1, maximumStaticBytes: staticBytes },
  supportsSharedMemory: true,
  supportsTimeLimit: true,
  supportsAbort: true,
}

/** Runs kernels in one worker thread of Node, which is ended when a call takes too long or is aborted. */
export function createWorkerBackend(): Backend {
  return {
    interfaceVersion: 'v1',
    name: info.backend,
    async probe() {
      return { devices: [info], reasons: [] }
    },
    async open(device) {
      if (device.backend !== info.backend)
        throw new NoDeviceError(`"${device.name}" is not a device of ${info.backend}`)
      return new WorkerDevice(info)
    },
  }
}
