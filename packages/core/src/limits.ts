/** Bytes in a WebAssembly page. */
export const pageSizeBytes = 65_536

/** The largest number of pages a 32-bit memory can have: 4 GiB. */
export const maximumPages = 65_536

/** What a guest may use at most. Every field can be overridden where a host is created. */
export interface Limits {
  readonly maximumDevices: number
  readonly maximumBuffers: number
  readonly maximumBufferBytes: number
  /** Largest kernel module, in bytes. */
  readonly maximumKernelBytes: number
  /** Kernels kept compiled; the least recently used one makes room. */
  readonly maximumKernels: number
}

export const defaultLimits: Limits = {
  maximumDevices: 64,
  maximumBuffers: 65_536,
  maximumBufferBytes: 0xffff_0000,
  maximumKernelBytes: 0x100_0000,
  maximumKernels: 256,
}
