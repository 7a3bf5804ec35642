import type { Backend, Device } from '@weft/backend'
import type { DeviceClock } from './device-clock.js'

/** The same backend, whose devices' times are added to a clock. They answer with promises. */
export function createTimedBackend(backend: Backend, clock: DeviceClock): Backend {
  return {
    interfaceVersion: backend.interfaceVersion,
    name: backend.name,
    probe: () => backend.probe(),
    open: async (info, options) => timedDevice(await backend.open(info, options), clock),
  }
}

function timedDevice(device: Device, clock: DeviceClock): Device {
  const timed = async <T>(name: 'compileMs' | 'uploadMs' | 'downloadMs', action: () => T | Promise<T>) => {
    const start = performance.now()
    const result = await action()
    clock.add({ [name]: performance.now() - start })
    return result
  }
  return {
    info: device.info,
    createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
    write: (buffer, source) => timed('uploadMs', () => device.write(buffer, source)),
    read: (buffer, target) => timed('downloadMs', () => device.read(buffer, target)),
    prepare: (kernel, signal) => timed('compileMs', () => device.prepare(kernel, signal)),
    async exec(call, signal) {
      const report = await device.exec(call, signal)
      // One call without a clock leaves the sum of all without one.
      clock.add({ ...report.timings, kernelMs: report.timings?.kernelMs ?? Number.NaN })
      return report
    },
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}
