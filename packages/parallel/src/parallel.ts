import type { DeviceInfo } from '@weft/backend'
import { assertOneOf, DeviceLostError } from '@weft/core'
import { type DeviceKind, deviceKinds } from '@weft/spec'
import { DeviceCatalog, type MissingDevice } from './device-catalog.js'
import { DeviceSession, deviceOf } from './device-session.js'
import type { ParallelInstance } from './instance.js'
import { type InstantiateOptions, instantiateGuest } from './instantiate.js'
import { type ParallelOptions, resolveOptions, type Settings } from './options.js'
import { createParallelDevice, type ParallelDevice } from './parallel-device.js'
import type { StartGuestThread } from './worker/guest-thread.js'

/** A wasi-parallel host. Closing it closes its guests and devices. */
export interface Parallel extends AsyncDisposable {
  /** Every device of every backend. */
  readonly devices: readonly DeviceInfo[]
  /** Devices that backends looked for and do not have. */
  readonly missing: readonly MissingDevice[]
  /** A device for direct use from TypeScript; the hint is `cpu` if left out. Rejects with `NoDeviceError`. */
  openDevice(kind?: DeviceKind): Promise<ParallelDevice>
  /**
   * Instantiates a core module that imports `wasi_ephemeral_parallel`, and runs its start function. Rejects with
   * `BinaryError`, with `GuestError`, and with what the start function throws.
   */
  instantiate(module: Uint8Array, options?: InstantiateOptions): Promise<ParallelInstance>
}

/** Makes a host from backends, and asks them for their devices. Rejects with `TypeError`, `RangeError`. */
export async function createHost(
  options: ParallelOptions,
  startGuestThread: StartGuestThread,
): Promise<Parallel> {
  const settings = resolveOptions(options, startGuestThread)
  return new ParallelHost(settings, await DeviceCatalog.probe(settings.backends))
}

class ParallelHost implements Parallel {
  private readonly settings: Settings
  private readonly catalog: DeviceCatalog
  private readonly open = new Set<AsyncDisposable>()
  private closed = false
  private readonly forget = (user: AsyncDisposable) => void this.open.delete(user)

  constructor(settings: Settings, catalog: DeviceCatalog) {
    this.settings = settings
    this.catalog = catalog
  }

  get devices(): readonly DeviceInfo[] {
    return this.catalog.devices
  }

  get missing(): readonly MissingDevice[] {
    return this.catalog.missing
  }

  async openDevice(kind: DeviceKind = 'cpu'): Promise<ParallelDevice> {
    assertOneOf('kind', kind, deviceKinds)
    this.checkOpen()
    const session = new DeviceSession(this.catalog, this.settings)
    const resolution = await session.resolve(kind)
    this.settings.onDeviceChoice?.(resolution.choice)
    const opened = deviceOf(resolution, this.settings.strict)
    const device = createParallelDevice(opened, session, this.settings, this.forget)
    this.open.add(device)
    return device
  }

  async instantiate(module: Uint8Array, options: InstantiateOptions = {}): Promise<ParallelInstance> {
    this.checkOpen()
    const instance = await instantiateGuest(
      module,
      options,
      this.settings,
      new DeviceSession(this.catalog, this.settings),
      this.forget,
    )
    this.open.add(instance)
    return instance
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const user of [...this.open]) await user[Symbol.asyncDispose]()
  }

  private checkOpen(): void {
    if (this.closed) throw new DeviceLostError('the host was closed: make a new one with createParallel')
  }
}
