import type { MaybePromise } from '@weft/backend'
import type { OpenedDevice } from './device-pool.js'
import type { Guest } from './guest.js'
import type { GuestMemory } from './guest-memory.js'
import type { StoredKernel } from './kernel-store.js'
import { after } from './maybe-promise.js'

const slotCount = 8
const wordBytes = 4

interface Slot {
  readonly opened: OpenedDevice
  readonly address: number
  readonly lengthBytes: number
  readonly copy: AlignedCopy
  readonly entry: StoredKernel
}

/** Bytes with the alignment that they had in the guest, so that whole words can be compared with the guest's. */
interface AlignedCopy {
  readonly bytes: Uint8Array
  readonly words: Int32Array
}

/**
 * The kernels a guest ran last, by where their bytes lie. A guest passes the same pointer again and again, but may
 * have written other bytes there, so they are compared with a copy: about 0.3 ns a byte, where hashing costs 1 ns.
 */
export class KernelSlots {
  private readonly guest: Guest
  private readonly slots: (Slot | undefined)[] = new Array(slotCount).fill(undefined)

  constructor(guest: Guest) {
    this.guest = guest
  }

  /** The kernel whose bytes lie at `address`. Throws what `KernelStore.get` throws, and `OutOfBoundsError`. */
  find(opened: OpenedDevice, address: number, lengthBytes: number): MaybePromise<StoredKernel> {
    const { memory } = this.guest
    memory.check('the kernel', address, lengthBytes)
    const index = ((address >>> 4) ^ lengthBytes) % slotCount
    const slot = this.slots[index]
    if (slot !== undefined && isCurrent(slot, memory, opened, address, lengthBytes)) return slot.entry
    const copy = copyAligned(memory.bytes, address, lengthBytes)
    return after(this.guest.kernelsOn(opened).get(copy.bytes), (entry) => {
      this.slots[index] = { opened, address, lengthBytes, copy, entry }
      return entry
    })
  }
}

function isCurrent(
  slot: Slot,
  memory: GuestMemory,
  opened: OpenedDevice,
  address: number,
  lengthBytes: number,
): boolean {
  if (slot.address !== address || slot.lengthBytes !== lengthBytes) return false
  if (slot.opened !== opened || slot.entry.released) return false
  return sameContent(memory, address, lengthBytes, slot.copy)
}

function copyAligned(bytes: Uint8Array, address: number, lengthBytes: number): AlignedCopy {
  const skipped = address % wordBytes
  const words = new Int32Array(Math.ceil((skipped + lengthBytes) / wordBytes))
  const copy = new Uint8Array(words.buffer, skipped, lengthBytes)
  copy.set(bytes.subarray(address, address + lengthBytes))
  return { bytes: copy, words }
}

function sameContent(memory: GuestMemory, address: number, lengthBytes: number, copy: AlignedCopy): boolean {
  const end = address + lengthBytes
  const base = address - (address % wordBytes)
  const firstWord = Math.ceil(address / wordBytes)
  const endWord = Math.max(firstWord, Math.floor(end / wordBytes))
  if (!sameBytes(memory.bytes, address, Math.min(firstWord * wordBytes, end), copy.bytes, address))
    return false
  if (!sameWords(memory.words, firstWord, endWord, copy.words, base / wordBytes)) return false
  return sameBytes(memory.bytes, Math.min(endWord * wordBytes, end), end, copy.bytes, address)
}

function sameBytes(guest: Uint8Array, from: number, to: number, copy: Uint8Array, copyBase: number): boolean {
  for (let index = from; index < to; index++) if (guest[index] !== copy[index - copyBase]) return false
  return true
}

function sameWords(guest: Int32Array, from: number, to: number, copy: Int32Array, copyBase: number): boolean {
  for (let index = from; index < to; index++) if (guest[index] !== copy[index - copyBase]) return false
  return true
}
