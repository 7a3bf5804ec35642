import type { DeviceBuffer, MaybePromise } from '@weft/backend'
import { AccessError, SizeError } from '@weft/core'
import type { BufferAccess } from '@weft/spec'
import type { OpenedDevice } from './device-session.js'
import type { GuestHeap } from './guest-heap.js'
import type { GuestMemory } from './guest-memory.js'
import { after } from './maybe-promise.js'

/** Where the buffers of a guest live: on the device, in the guest's memory, or in both, kept coherent. */
export type BufferHomes = 'device' | 'guest' | 'both'

/** What a buffer needs of the guest it belongs to. */
export interface BufferOwner {
  readonly memory: GuestMemory
  readonly heap: GuestHeap
  /** Buffers that are bound to a range of the guest's own. */
  readonly bound: Set<GuestBuffer>
  /** Calls may wait for a promise, and the guest's memory may change meanwhile. */
  readonly suspends: boolean
}

/** A place in the guest's memory. The object stays the same for a buffer's life. */
export interface GuestHome {
  address: number
  readonly sizeBytes: number
}

/** A buffer of a guest. Pointers and lengths are unsigned; the caller has checked them against the guest's memory. */
export class GuestBuffer {
  readonly opened: OpenedDevice
  readonly homes: BufferHomes
  readonly sizeBytes: number
  readonly access: BufferAccess
  /** Something was written to it: by the guest, or by a kernel that had it as out-buffer. */
  written = false
  private readonly owner: BufferOwner
  private latest: BufferHomes
  private deviceBuffer: DeviceBuffer | undefined
  private guestHome: GuestHome | undefined
  private heapAddress: number | undefined
  /** Its range was bound to another buffer, and its content was nowhere else. */
  private lost = false

  constructor(
    owner: BufferOwner,
    opened: OpenedDevice,
    homes: BufferHomes,
    sizeBytes: number,
    access: BufferAccess,
  ) {
    this.owner = owner
    this.opened = opened
    this.homes = homes
    this.sizeBytes = sizeBytes
    this.access = access
    this.latest = homes === 'guest' ? 'guest' : 'device'
    if (homes === 'device') this.deviceHome()
  }

  /** Copies from the guest's memory. A write of the whole buffer binds it there, unless it lives on the device only. */
  write(address: number, lengthBytes: number): MaybePromise<void> {
    this.checkLength('write_buffer', lengthBytes)
    if (lengthBytes === 0) return
    this.written = true
    const whole = lengthBytes === this.sizeBytes
    if (this.homes !== 'device' && whole) this.bind(address)
    if (this.homes === 'guest') {
      if (!whole) this.copyInGuest(address, this.guestRange().address, lengthBytes)
      return
    }
    if (whole) return after(this.writeDevice(address, lengthBytes), () => this.bothAreLatest())
    return after(this.prepareDevice(), () =>
      after(this.writeDevice(address, lengthBytes), () => {
        this.latest = 'device'
      }),
    )
  }

  /** Copies to the guest's memory. */
  read(address: number, lengthBytes: number): MaybePromise<void> {
    this.checkLength('read_buffer', lengthBytes)
    if (lengthBytes === 0) return
    if (this.latest === 'guest') return this.copyInGuest(this.guestRange().address, address, lengthBytes)
    return this.readDevice(address, lengthBytes)
  }

  /** True if a call in the device's memory can have the buffer at once. */
  get onDevice(): boolean {
    return this.latest !== 'guest' && this.deviceBuffer !== undefined
  }

  /** True if a call in the guest's memory can have the buffer at once. */
  get inGuest(): boolean {
    return this.latest !== 'device' && this.guestHome !== undefined
  }

  /** Makes the device's copy current. */
  prepareDevice(): MaybePromise<void> {
    if (this.latest !== 'guest') return void this.deviceHome()
    const { address, sizeBytes } = this.guestRange()
    return after(this.writeDevice(address, sizeBytes), () => this.bothAreLatest())
  }

  /** Makes the guest's copy current. */
  prepareGuest(): MaybePromise<void> {
    const { address, sizeBytes } = this.guestRange()
    if (this.latest !== 'device') return
    return after(this.readDevice(address, sizeBytes), () => this.bothAreLatest())
  }

  /** The buffer on its device, zero-filled when it is first asked for. */
  deviceHome(): DeviceBuffer {
    this.deviceBuffer ??= this.opened.device.createBuffer(this.sizeBytes, this.access)
    return this.deviceBuffer
  }

  /** The buffer in the guest's memory, zero-filled when it is first asked for. Throws `OutOfMemoryError`, `AccessError`. */
  guestRange(): GuestHome {
    if (this.guestHome !== undefined) return this.guestHome
    if (this.lost) throw lostContent()
    this.heapAddress = this.owner.heap.allocate(this.sizeBytes)
    this.guestHome = { address: this.heapAddress, sizeBytes: this.sizeBytes }
    return this.guestHome
  }

  /** A kernel that had the buffer in `home` may have changed it there. */
  changed(home: 'device' | 'guest'): void {
    if (this.access !== 'read') this.latest = home
  }

  free(): void {
    this.deviceBuffer?.free()
    this.freeHeap()
    this.owner.bound.delete(this)
  }

  private bind(address: number): void {
    const { bound } = this.owner
    if (this.guestHome?.address === address && bound.has(this)) return
    this.freeHeap()
    this.lost = false
    if (this.guestHome === undefined) this.guestHome = { address, sizeBytes: this.sizeBytes }
    else this.guestHome.address = address
    // A range that belongs to two buffers would give silently wrong results: the newer one has it.
    for (const other of bound) if (other !== this && other.overlaps(this.guestHome)) other.unbind()
    bound.add(this)
  }

  private overlaps({ address, sizeBytes }: GuestHome): boolean {
    const home = this.guestHome
    return home !== undefined && home.address < address + sizeBytes && address < home.address + home.sizeBytes
  }

  private unbind(): void {
    this.owner.bound.delete(this)
    this.guestHome = undefined
    if (this.latest === 'guest') this.lost = true
    else this.latest = 'device'
  }

  private freeHeap(): void {
    if (this.heapAddress !== undefined) this.owner.heap.free(this.heapAddress)
    this.heapAddress = undefined
  }

  private bothAreLatest(): void {
    if (this.homes === 'both') this.latest = 'both'
  }

  private writeDevice(address: number, lengthBytes: number): MaybePromise<void> {
    const source = this.owner.memory.slice('write_buffer', address, lengthBytes)
    return this.opened.device.write(this.deviceHome(), this.owner.suspends ? source.slice() : source)
  }

  private readDevice(address: number, lengthBytes: number): MaybePromise<void> {
    const { memory, suspends } = this.owner
    if (!suspends) {
      return this.opened.device.read(this.deviceHome(), memory.slice('read_buffer', address, lengthBytes))
    }
    const target = new Uint8Array(lengthBytes)
    return after(this.opened.device.read(this.deviceHome(), target), () =>
      memory.slice('read_buffer', address, lengthBytes).set(target),
    )
  }

  private copyInGuest(from: number, to: number, lengthBytes: number): void {
    if (from === to) return
    const source = this.owner.memory.slice('copy', from, lengthBytes)
    this.owner.memory.slice('copy', to, lengthBytes).set(source)
  }

  private checkLength(functionName: string, lengthBytes: number): void {
    if (lengthBytes <= this.sizeBytes) return
    throw new SizeError(`${functionName}: ${lengthBytes} bytes, the buffer has ${this.sizeBytes}`)
  }
}

function lostContent(): AccessError {
  return new AccessError(
    "the buffer's range in the guest's memory was since given to another buffer: in shared memory mode a buffer IS the " +
      'range it was written from; give each buffer a range of its own, write it again, or use memory: isolated',
  )
}
