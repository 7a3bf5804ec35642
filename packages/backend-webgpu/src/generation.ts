import { BufferTable } from '@weft/backend'
import type { AddressSpace } from './address-space.js'
import { ArenaPlaces } from './arena-places.js'
import { GpuSession, type OpenedGpu } from './gpu-session.js'
import type { WebGpuSettings } from './options.js'

/**
 * The time from one loss of the GPU device to the next: buffers belong to one generation and are lost with it. The GPU
 * device is opened when it is first used, buffers can be made before.
 */
export class Generation {
  readonly places: ArenaPlaces
  readonly buffers: BufferTable
  private readonly open: () => Promise<GpuSession>
  private opening: Promise<GpuSession> | undefined
  private opened: GpuSession | undefined

  /** `onEnd` is called once, when the GPU device is lost or given up. */
  constructor(
    space: AddressSpace,
    settings: WebGpuSettings,
    openGpu: () => Promise<OpenedGpu>,
    onEnd: () => void,
  ) {
    this.places = new ArenaPlaces(space.arenaBytes)
    this.buffers = new BufferTable(this.places, space.arenaBytes)
    this.open = async () => new GpuSession(await openGpu(), this.places, space, settings, onEnd)
  }

  /** The session, if it was opened. */
  get ready(): GpuSession | undefined {
    return this.opened
  }

  /** Throws what opening throws; the next use tries again. */
  session(): Promise<GpuSession> {
    this.opening ??= this.tryOpen()
    return this.opening
  }

  /** Gives the GPU device up, also one that is being opened. */
  end(message: string): void {
    void this.opening?.then(
      (session) => session.end(message),
      () => {},
    )
  }

  private async tryOpen(): Promise<GpuSession> {
    try {
      this.opened = await this.open()
      return this.opened
    } catch (error) {
      this.opening = undefined
      throw error
    }
  }
}
