import type { DeviceInfo, ProbeResult } from '@weft/backend'
import type { AddressSpace } from './address-space.js'
import type { OpenedGpu } from './gpu-session.js'

/** A device that can be opened, and opened again after it was lost. */
export interface OpenableDevice {
  readonly info: DeviceInfo
  readonly space: AddressSpace
  /** Invocations in a workgroup that suit it, where the options do not say. */
  readonly workgroupSize: number
  /** Turns of a loop before it counts as endless, where the options do not say. */
  readonly fuel: number
  /** The most that it takes. */
  readonly maximumWorkgroupSize: number
  openGpu(): Promise<OpenedGpu>
}

/** Where the devices of a backend come from. */
export interface DeviceSource {
  probe(): Promise<ProbeResult>
  /** The device that `probe` described so. Throws `NoDeviceError`. */
  find(info: DeviceInfo): Promise<OpenableDevice>
}
