import type { Device, DeviceInfo, OpenOptions } from '@weft/backend'
import { NoDeviceError } from '@weft/core'
import type { DeviceKind } from '@weft/spec'
import { type DeviceCatalog, messageOf } from './device-catalog.js'
import {
  candidateKinds,
  type DeviceChoice,
  type DeviceRefusal,
  type DeviceWish,
  describeRefusals,
  kindsOf,
} from './device-choice.js'
import { FallbackDevice, type KernelFallback } from './fallback-device.js'
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

/** Refuses a device with a reason. */
export type AcceptDevice = (info: DeviceInfo) => string | undefined

/** Fallbacks kept for each guest; later ones are only reported to `onKernelFallback`. */
const maximumFallbacks = 1000

/**
 * The open devices of one guest, or of one direct user. Each is opened once, when it is first chosen. Guests share no
 * device: the kernels of one could reach the buffers of another in the device's memory.
 */
export class DeviceSession {
  /** Kernels that run on another device than the one they were meant for; at most 1000. */
  readonly fallbacks: KernelFallback[] = []
  private readonly catalog: DeviceCatalog
  private readonly settings: Settings
  private readonly opened = new Map<string, Promise<OpenedDevice>>()

  constructor(catalog: DeviceCatalog, settings: Settings) {
    this.catalog = catalog
    this.settings = settings
  }

  /** Opens the best device for a hint that `accept` does not refuse with a reason. Never throws for a lack of one. */
  async resolve(hint: DeviceKind, accept?: AcceptDevice): Promise<Resolution> {
    const wanted = this.wishFor(hint)
    const refused: DeviceRefusal[] = []
    if (!kindsOf(wanted).includes(hint)) {
      refused.push({ kind: hint, reason: `overridden by the host (device: ${wanted})` })
    }
    for (const kind of candidateKinds(wanted, this.settings.strict)) {
      const opened = await this.openKind(kind, wanted, refused, accept)
      if (opened !== undefined) return { choice: { hint, chosen: opened.info, refused }, opened }
    }
    return { choice: { hint, chosen: undefined, refused }, opened: undefined }
  }

  /** Every device that the hint could lead to, opened or not, best first. */
  candidates(hint: DeviceKind, accept?: AcceptDevice): DeviceInfo[] {
    const kinds = candidateKinds(this.wishFor(hint), this.settings.strict)
    const infos = kinds.flatMap((kind) => this.catalog.devices.filter((info) => info.kind === kind))
    return infos.filter((info) => accept?.(info) === undefined)
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

  private wishFor(hint: DeviceKind): DeviceWish {
    return this.settings.device ?? hint
  }

  private async openKind(
    kind: DeviceKind,
    wanted: DeviceWish,
    refused: DeviceRefusal[],
    accept: AcceptDevice | undefined,
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
    const device = this.withFallback(await backend.open(info, options))
    return { info: device.info, device, kernels: new KernelStore(device, this.settings.limits) }
  }

  /** Many kernels are none for a GPU. The CPU runs those, unless the host insists. */
  private withFallback(device: Device): Device {
    const isGpu = kindsOf('gpu').includes(device.info.kind)
    if (!isGpu || device.info.supportsSharedMemory === true || this.settings.strict) return device
    return new FallbackDevice(device, {
      openSpare: () => this.openSpare(),
      onFallback: (fallback) => {
        if (this.fallbacks.length < maximumFallbacks) this.fallbacks.push(fallback)
        this.settings.onKernelFallback?.(fallback)
      },
    })
  }

  private async openSpare(): Promise<Device | undefined> {
    for (const kind of candidateKinds('cpu', false)) {
      const opened = await this.openKind(kind, 'cpu', [], undefined)
      if (opened !== undefined) return opened.device
    }
    return undefined
  }
}

/** The device of a resolution. Throws `NoDeviceError` with every reason if there is none. */
export function deviceOf({ choice, opened }: Resolution, strict: boolean): OpenedDevice {
  if (opened !== undefined) return opened
  const rule = strict ? ', and strict mode allows no other kind' : ''
  throw new NoDeviceError(`no device for the hint ${choice.hint}${rule}: ${describeRefusals(choice.refused)}`)
}
