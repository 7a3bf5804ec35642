import {
  type Backend,
  createSequentialBackend,
  type Device,
  type DeviceInfo,
  type KernelModule,
  type MaybePromise,
  type OpenOptions,
} from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { type KernelDiagnostic, UnsupportedKernelError } from '@weft/core'
import type { NodeParallelOptions } from '../src/index.js'

/** Takes a turn of the event loop for each call, one after the other. */
function inTurns(): <T>(run: () => MaybePromise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const result = last.then(() => new Promise((resolve) => setImmediate(resolve))).then(run)
    last = result.catch(() => {})
    return result
  }
}

/** Answers every call in the same turn of the event loop. */
export function atOnce(): <T>(run: () => MaybePromise<T>) => Promise<T> {
  return async (run) => run()
}

/** A sequential backend that answers with promises, as a GPU does. */
export function createPromisingBackend(kind: DeviceInfo['kind'] = 'cpu', timing = inTurns): Backend {
  const inner = createSequentialBackend()
  return {
    interfaceVersion: 'v1',
    name: 'promising',
    async probe() {
      const { devices, reasons } = await inner.probe()
      return { devices: devices.map((info) => promisingInfo(info, kind)), reasons }
    },
    async open(info) {
      const device = await inner.open({ ...info, backend: 'sequential', kind: 'sequential' })
      return promisingDevice(device, promisingInfo(device.info, kind), timing())
    },
  }
}

function promisingDevice(device: Device, info: DeviceInfo, later: ReturnType<typeof inTurns>): Device {
  return {
    info,
    createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
    write: (buffer, source) => later(() => device.write(buffer, source)),
    read: (buffer, target) => later(() => device.read(buffer, target)),
    prepare: (kernel, signal) => later(() => device.prepare(kernel, signal)),
    exec: (call, signal) => later(() => device.exec(call, signal)),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}

function promisingInfo(info: DeviceInfo, kind: DeviceInfo['kind']): DeviceInfo {
  return { ...info, backend: 'promising', kind, name: 'promises', supportsSynchronousCalls: false }
}

/** Why the GPU of `createPickyBackend` refuses a kernel; no reasons for one that it takes. */
type Refuse = (kernel: KernelModule) => readonly KernelDiagnostic[]

/**
 * A GPU with a memory of its own that answers with promises and refuses kernels, and a CPU with two threads. It counts
 * the calls that the GPU ran.
 */
export function createPickyBackend(refuse: Refuse): Backend & { gpuCalls: number } {
  const gpu = createPromisingBackend('discrete_gpu')
  const cpu = createCpuBackend({ threads: 2 })
  const backend = {
    interfaceVersion: 'v1' as const,
    name: 'picky',
    gpuCalls: 0,
    async probe() {
      const [first] = (await gpu.probe()).devices
      const [second] = (await cpu.probe()).devices
      const { supportsSharedMemory: _, ...info } = first!
      return { devices: [{ ...info, backend: 'picky', name: 'picky GPU' }, second!], reasons: [] }
    },
    async open(info: DeviceInfo, options?: OpenOptions): Promise<Device> {
      if (info.kind === 'cpu') return cpu.open(info, options)
      const device = await gpu.open(info)
      return {
        ...device,
        info,
        async prepare(kernel, signal) {
          const diagnostics = refuse(kernel)
          if (diagnostics.length > 0) throw new UnsupportedKernelError(diagnostics)
          return device.prepare(kernel, signal)
        },
        exec(call, signal) {
          backend.gpuCalls++
          return device.exec(call, signal)
        },
      }
    },
  }
  return backend
}

const refusal = {
  rule: 'recursion',
  message: 'it calls itself',
  functionIndex: 3,
  functionName: 'fib',
  offset: 18,
}

/** Refuses everything; with two reasons. */
export const refuseAll: Refuse = () => [
  refusal,
  { ...refusal, rule: 'memory-grow', message: 'it grows', offset: 40 },
]

/** Refuses half of all kernels, by their content. */
const refuseHalf: Refuse = ({ bytes }) =>
  bytes.reduce((sum, byte) => sum + byte, 0) % 2 === 0 ? [refusal] : []

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
  ['a GPU that refuses everything', () => createPickyBackend(refuseAll), { device: 'gpu' }],
  ['a GPU that refuses half', () => createPickyBackend(refuseHalf), { device: 'gpu' }],
]
