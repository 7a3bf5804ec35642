import type { Backend, Device, DeviceInfo, OpenOptions } from '@weft/backend'
import { assertIntegerIn, maximumPages, NoDeviceError, pageSizeBytes, probeCapabilities } from '@weft/core'
import { CpuDevice } from './cpu-device.js'
import { Pool } from './pool.js'
import type { StartWorker } from './worker-thread.js'

/** Lowest addresses kept for the static data of kernels: 64 MiB of address space. */
const staticBytes = 64 * 2 ** 20
const maximumThreads = 256

export interface CpuBackendOptions {
  /** Threads that run kernels, the calling one included; every processor by default. */
  readonly threads?: number
  /**
   * How long an idle worker, and a caller that waits for one, spins before it sleeps, in microseconds. A worker that
   * is awake joins in 0.2 microseconds, waking a sleeper takes about 25.
   */
  readonly spinUs?: number
}

/** The backend, given a way to start workers. */
export function createBackend(startWorker: StartWorker, options: CpuBackendOptions): Backend {
  const { threads, spinUs = 60 } = options
  if (threads !== undefined) assertIntegerIn('threads', threads, 1, maximumThreads)
  assertIntegerIn('spinUs', spinUs, 0, 1_000_000)
  const pools = new SharedPools((count) => new Pool({ threads: count, spinUs, startWorker }))
  const standard = threads ?? Math.min(probeCapabilities().processors, maximumThreads)
  return {
    interfaceVersion: 'v1',
    name: 'cpu',
    async probe() {
      if (probeCapabilities().sharedMemory) return { devices: [deviceInfo(standard)], reasons: [] }
      return {
        devices: [],
        reasons: ['no shared WebAssembly memory: in a browser, serve the page with COOP and COEP headers'],
      }
    },
    async open(info: DeviceInfo, open: OpenOptions = {}): Promise<Device> {
      if (info.backend !== 'cpu')
        throw new NoDeviceError(`the CPU backend has no device "${info.name}" of backend "${info.backend}"`)
      if (open.threads !== undefined) assertIntegerIn('threads', open.threads, 1, maximumThreads)
      const count = open.threads ?? standard
      return new CpuDevice(deviceInfo(count), pools.take(count), () => pools.giveBack(count))
    },
  }
}

function deviceInfo(threads: number): DeviceInfo {
  return {
    backend: 'cpu',
    kind: 'cpu',
    name: threads === 1 ? '1 thread' : `${threads} threads`,
    limits: {
      maximumBufferBytes: maximumPages * pageSizeBytes - staticBytes,
      parallelism: threads,
      maximumStaticBytes: staticBytes,
    },
    supportsSharedMemory: true,
    supportsSynchronousCalls: true,
    supportsTimeLimit: true,
    supportsAbort: 'waitAsync' in Atomics,
  }
}

/** Devices have memories of their own, but threads are shared: one pool for each number of them, while it is used. */
class SharedPools {
  private readonly pools = new Map<number, { readonly pool: Pool; users: number }>()
  private readonly create: (threads: number) => Pool

  constructor(create: (threads: number) => Pool) {
    this.create = create
  }

  take(threads: number): Pool {
    const present = this.pools.get(threads) ?? { pool: this.create(threads), users: 0 }
    present.users++
    this.pools.set(threads, present)
    return present.pool
  }

  giveBack(threads: number): void {
    const present = this.pools.get(threads)!
    if (--present.users > 0) return
    this.pools.delete(threads)
    present.pool.close()
  }
}
