import { pageSizeBytes } from '@weft/core'

/**
 * How the addresses that kernels see are divided: `[0, staticBytes)` for static data, buffers from there on, at
 * `staticBytes` plus their place in the arena, and stacks at the upper end. Addresses are free; only what a call lays
 * into the arena costs memory.
 */
export interface AddressSpace {
  /** Addresses for the static data of a kernel. */
  readonly staticBytes: number
  /** The largest arena, and so the largest buffer. */
  readonly arenaBytes: number
  /** The most that the stacks of one dispatch may take. */
  readonly stackBytes: number
}

/** The last page stays free, so that `memory.size` in bytes is a number of 32 bits. */
export const memoryPages = 65_535

/** Where addresses end. */
export const addressEnd = memoryPages * pageSizeBytes

const mebibyte = 2 ** 20

/** The address space for an adapter with these limits. Sizes are multiples of 256. */
export function addressSpaceFor(limits: GPUSupportedLimits): AddressSpace {
  const largest = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize)
  const stackBytes = Math.min(64 * mebibyte, roundDown(largest / 4))
  const staticBytes = Math.min(256 * mebibyte, roundDown(largest / 2))
  return {
    staticBytes,
    stackBytes,
    arenaBytes: roundDown(Math.min(largest, addressEnd - staticBytes - stackBytes)),
  }
}

function roundDown(value: number): number {
  return Math.floor(value / 256) * 256
}
