import type { Device, DeviceInfo, OpenOptions } from '@weft/backend'
import { NoDeviceError } from '@weft/core'
import type { DeviceKind } from '@weft/spec'
import { type DeviceCatalog, messageOf } from './device-catalog.js'
import { candidateKinds, type DeviceChoice, type DeviceRefusal, describeRefusals } from './device-choice.js'
import { KernelStore } from './kernel-store.js'
import type { Settings } from './options.js'

/** A device that is open, with the kernels that are ready on it. */
export interface OpenedDevice {
  readonly info: DeviceInfo
  readonly device: Device
  readonly kernels: KernelStore
}

/** A hint and what became of it. */
export interface Resolution {
  readonly choice: DeviceChoice
  readonly opened: OpenedDevice | undefined
}

type FoundDevice = DeviceCatalog['found'][number]

/**
 * The open devices of one guest, or of one direct user. Each is opened once, when it is first chosen. Guests share no
 * device: the kernels of one could reach the buffers of another in the device's memory.
 */
export class DeviceSession {
  private readonly catalog: DeviceCatalog
  private readonly settings: Settings
  private readonly opened = new Map<string, Promise<OpenedDevice>>()

  constructor(catalog: DeviceCatalog, settings: Settings) {
    this.catalog = catalog
    this.settings = settings
  }

  /** Opens the best device for a hint that `accept` does not refuse with a reason. Never throws for a lack of one. */
  async resolve(hint: DeviceKind, accept?: (info: DeviceInfo) => string | undefined): Promise<Resolution> {
    const { device: override, strict } = this.settings
    const wanted = override ?? hint
    const refused: DeviceRefusal[] = []
    if (wanted !== hint) refused.push({ kind: hint, reason: `overridden by the host (device: ${wanted})` })
    for (const kind of candidateKinds(wanted, strict)) {
      const opened = await this.openKind(kind, wanted, refused, accept)
      if (opened !== undefined) return { choice: { hint, chosen: opened.info, refused }, opened }
    }
    return { choice: { hint, chosen: undefined, refused }, opened: undefined }
  }

  /** Closes every device. */
  async close(): Promise<void> {
    const opened = [...this.opened.values()]
    this.opened.clear()
    const results = await Promise.allSettled(opened)
    for (const result of results) {
      if (result.status === 'fulfilled') await result.value.device[Symbol.asyncDispose]()
    }
  }

  private async openKind(
    kind: DeviceKind,
    wanted: DeviceKind,
    refused: DeviceRefusal[],
    accept: ((info: DeviceInfo) => string | undefined) | undefined,
  ): Promise<OpenedDevice | undefined> {
    const candidates = this.catalog.found.filter(({ info }) => info.kind === kind)
    if (candidates.length === 0) refused.push({ kind, reason: this.catalog.whyNone() })
    for (const candidate of candidates) {
      const reason = accept?.(candidate.info)
      if (reason !== undefined) refused.push({ kind, reason })
      else {
        try {
          return await this.open(candidate, wanted === 'sequential' && kind !== 'sequential')
        } catch (error) {
          refused.push({ kind, reason: `${candidate.info.name} does not open: ${messageOf(error)}` })
        }
      }
    }
    return undefined
  }

  private open(found: FoundDevice, oneThread: boolean): Promise<OpenedDevice> {
    const threads = oneThread ? 1 : this.settings.threads
    const key = `${this.catalog.found.indexOf(found)}/${threads}`
    const present = this.opened.get(key)
    if (present !== undefined) return present
    const opened = this.openNow(found, threads === undefined ? {} : { threads })
    this.opened.set(key, opened)
    opened.catch(() => this.opened.delete(key))
    return opened
  }

  private async openNow({ backend, info }: FoundDevice, options: OpenOptions): Promise<OpenedDevice> {
    const device = await backend.open(info, options)
    return { info: device.info, device, kernels: new KernelStore(device, this.settings.limits) }
  }
}

/** The device of a resolution. Throws `NoDeviceError` with every reason if there is none. */
export function deviceOf({ choice, opened }: Resolution, strict: boolean): OpenedDevice {
  if (opened !== undefined) return opened
  const rule = strict ? ', and strict mode allows no other kind' : ''
  throw new NoDeviceError(`no device for the hint ${choice.hint}${rule}: ${describeRefusals(choice.refused)}`)
}
