import {
  type Backend,
  createSequentialBackend,
  type Device,
  type DeviceInfo,
  type MaybePromise,
} from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'

/** A sequential backend that answers with promises, as a GPU does. */
export function createPromisingBackend(kind: DeviceInfo['kind'] = 'cpu'): Backend {
  const inner = createSequentialBackend()
  const later = async <T>(run: () => MaybePromise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve))
    return run()
  }
  return {
    interfaceVersion: 'v1',
    name: 'promising',
    async probe() {
      const { devices, reasons } = await inner.probe()
      return { devices: devices.map((info) => promisingInfo(info, kind)), reasons }
    },
    async open(info) {
      const device = await inner.open({ ...info, backend: 'sequential', kind: 'sequential' })
      return {
        info: promisingInfo(device.info, kind),
        createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
        write: (buffer, source) => later(() => device.write(buffer, source)),
        read: (buffer, target) => later(() => device.read(buffer, target)),
        prepare: (kernel) => later(() => device.prepare(kernel)),
        exec: (call) => later(() => device.exec(call)),
        [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
      } satisfies Device
    },
  }
}

function promisingInfo(info: DeviceInfo, kind: DeviceInfo['kind']): DeviceInfo {
  return { ...info, backend: 'promising', kind, name: 'promises', supportsSynchronousCalls: false }
}

/** Every backend that the guests run on. */
export const backends: readonly (readonly [string, () => Backend])[] = [
  ['sequential', createSequentialBackend],
  ['cpu', () => createCpuBackend({ threads: 2 })],
  ['promises (JSPI)', () => createPromisingBackend()],
]
