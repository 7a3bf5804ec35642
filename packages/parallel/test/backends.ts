import {
  type Backend,
  createSequentialBackend,
  type Device,
  type DeviceInfo,
  type MaybePromise,
} from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import type { NodeParallelOptions } from '../src/index.js'

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

/** A host that puts every guest into a worker: the built one, because Node runs no TypeScript with imports. */
export const inWorker = {
  suspension: 'worker',
  guestWorkerUrl: new URL('../dist/guest-worker.js', import.meta.url),
} as const satisfies Partial<NodeParallelOptions>

type HostKind = readonly [name: string, createBackend: () => Backend, options: Partial<NodeParallelOptions>]

/** Every backend that the guests run on. */
export const backends: readonly HostKind[] = [
  ['sequential', createSequentialBackend, {}],
  ['cpu', () => createCpuBackend({ threads: 2 }), {}],
  ['promises (JSPI)', () => createPromisingBackend(), {}],
]

/** Every way to run guests: the same, and guests in workers. */
export const hosts: readonly HostKind[] = [
  ...backends,
  ['sequential (worker)', createSequentialBackend, inWorker],
  ['promises (worker)', () => createPromisingBackend(), inWorker],
]
