import type { Device, DeviceBuffer } from '@weft/backend'

interface Piece {
  readonly address: number
  readonly bytes: Uint8Array
}

/** The smallest buffer: an empty memory needs one too. */
const smallestBytes = 16

/** The memory of an instance, or of several that share it: a buffer that stays on the device. */
export class TestMemory {
  readonly pages: number
  readonly sizeBytes: number
  /** Why what lies in it is no longer what it should be. */
  spoiledBy: string | undefined
  private pending: Piece[] = []
  private buffer: DeviceBuffer | undefined

  constructor(pages: number, pageBytes: number) {
    this.pages = pages
    this.sizeBytes = pages * pageBytes
  }

  /** Lays data into the memory; false, and nothing is changed, where it does not fit. */
  lay(address: number, bytes: Uint8Array): boolean {
    if (address + bytes.length > this.sizeBytes) return false
    if (bytes.length > 0) this.pending.push({ address, bytes })
    return true
  }

  /** The buffer on the device, with all that was laid into it. Throws what `createBuffer` throws. */
  async on(device: Device): Promise<DeviceBuffer> {
    this.buffer ??= device.createBuffer(Math.max(this.sizeBytes, smallestBytes), 'read_write')
    if (this.pending.length > 0) await this.layPending(device, this.buffer)
    return this.buffer
  }

  free(): void {
    this.buffer?.free()
    this.buffer = undefined
  }

  private async layPending(device: Device, buffer: DeviceBuffer): Promise<void> {
    const end = this.pending.reduce((most, { address, bytes }) => Math.max(most, address + bytes.length), 0)
    const image = new Uint8Array(end)
    await device.read(buffer, image)
    for (const { address, bytes } of this.pending) image.set(bytes, address)
    await device.write(buffer, image)
    this.pending = []
  }
}
