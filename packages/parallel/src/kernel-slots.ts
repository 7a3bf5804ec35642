import type { MaybePromise } from '@weft/backend'
import type { OpenedDevice } from './device-session.js'
import type { Guest } from './guest.js'
import type { GuestMemory } from './guest-memory.js'
import { KernelCopy } from './kernel-copy.js'
import type { StoredKernel } from './kernel-store.js'
import { after } from './maybe-promise.js'

const slotCount = 8

interface Slot {
  readonly opened: OpenedDevice
  readonly address: number
  readonly lengthBytes: number
  readonly copy: KernelCopy
  readonly entry: StoredKernel
}

/**
 * The kernels a guest ran last, by where their bytes lie. A guest passes the same pointer again and again, but may
 * have written other bytes there, so they are compared with a copy.
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
    opened.kernels.checkSize(lengthBytes)
    const index = ((address >>> 4) ^ lengthBytes) % slotCount
    const slot = this.slots[index]
    if (slot !== undefined && isCurrent(slot, memory, opened, address, lengthBytes)) return slot.entry
    const copy = new KernelCopy(memory, address, lengthBytes)
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
  return slot.copy.isCurrent(memory)
}
