import type { Device, DeviceBuffer, MaybePromise } from '@weft/backend'
import { InvalidHandleError } from '@weft/core'
import type { BufferAccess } from '@weft/spec'

/**
 * A buffer that kernels on several devices use. It has a copy on each; at the device where it was used last, its home,
 * the copy is always current.
 */
export class MovingBuffer implements DeviceBuffer {
  readonly sizeBytes: number
  readonly access: BufferAccess
  private home: Device
  private readonly copies = new Map<Device, DeviceBuffer>()
  private readonly current = new Set<Device>()
  private freed = false

  /** Throws what `Device.createBuffer` throws. */
  constructor(home: Device, sizeBytes: number, access: BufferAccess) {
    this.sizeBytes = sizeBytes
    this.access = access
    this.home = home
    this.copies.set(home, home.createBuffer(sizeBytes, access))
    this.current.add(home)
  }

  write(source: Uint8Array): MaybePromise<void> {
    this.current.clear()
    this.current.add(this.home)
    return this.home.write(this.copyOn(this.home), source)
  }

  read(target: Uint8Array): MaybePromise<void> {
    return this.home.read(this.copyOn(this.home), target)
  }

  isCurrentOn(device: Device): boolean {
    return this.current.has(device)
  }

  /** Makes the copy on a device current. Throws what the devices' calls throw. */
  async bringTo(device: Device): Promise<void> {
    if (this.current.has(device)) return
    const content = new Uint8Array(this.sizeBytes)
    await this.read(content)
    await device.write(this.copyOn(device), content)
    this.current.add(device)
  }

  /** The copy on a device where it is current, for a kernel that may change it there if `runs`. */
  useOn(device: Device, runs: boolean): DeviceBuffer {
    this.home = device
    if (runs && this.access !== 'read') {
      this.current.clear()
      this.current.add(device)
    }
    return this.copyOn(device)
  }

  free(): void {
    this.freed = true
    for (const copy of this.copies.values()) copy.free()
  }

  private copyOn(device: Device): DeviceBuffer {
    if (this.freed) throw new InvalidHandleError('buffer', `of ${this.sizeBytes} bytes`, 'freed')
    const present = this.copies.get(device)
    if (present !== undefined) return present
    const copy = device.createBuffer(this.sizeBytes, this.access)
    this.copies.set(device, copy)
    return copy
  }
}
