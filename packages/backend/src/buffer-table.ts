import { InvalidHandleError, SizeError, WrongDeviceError } from '@weft/core'
import type { BufferAccess } from '@weft/spec'
import type { DeviceBuffer, MemoryRange } from './interface.js'

/** Where buffers lie: gives and takes back ranges of some address space. */
export interface BufferPlaces {
  /** The address of a zero-filled range. Throws `OutOfMemoryError`. */
  allocate(sizeBytes: number): number
  free(address: number): void
}

/** The buffers of one device: where each lies, and whether it may still be used. */
export class BufferTable {
  private readonly maximumBufferBytes: number
  private readonly places: BufferPlaces
  /** The address of every buffer made here; `undefined` once it is freed. */
  private readonly addresses = new WeakMap<DeviceBuffer, number | undefined>()
  private buffersMade = 0

  constructor(places: BufferPlaces, maximumBufferBytes: number) {
    this.places = places
    this.maximumBufferBytes = maximumBufferBytes
  }

  /** Throws `SizeError`, and what `BufferPlaces.allocate` throws. */
  create(sizeBytes: number, access: BufferAccess): DeviceBuffer {
    if (!Number.isInteger(sizeBytes) || sizeBytes < 1 || sizeBytes > this.maximumBufferBytes) {
      throw new SizeError(
        `a buffer has 1 to ${this.maximumBufferBytes} bytes on this device, not ${sizeBytes}`,
      )
    }
    const address = this.places.allocate(sizeBytes)
    const name = `#${++this.buffersMade}`
    const buffer: DeviceBuffer = Object.freeze({ sizeBytes, access, name, free: () => this.free(buffer) })
    this.addresses.set(buffer, address)
    return buffer
  }

  /** Where a buffer lies. Throws `WrongDeviceError` for one made elsewhere, `InvalidHandleError` for a freed one. */
  rangeOf(buffer: DeviceBuffer): MemoryRange {
    const address = this.addresses.get(buffer)
    if (address !== undefined) return { address, sizeBytes: buffer.sizeBytes }
    if (this.addresses.has(buffer)) throw new InvalidHandleError('buffer', nameOf(buffer), 'freed')
    throw new WrongDeviceError('the buffer belongs to another device: create one here and copy its contents')
  }

  /** The range of the buffer's first `lengthBytes`. Throws `SizeError` and what `rangeOf` throws. */
  startOf(buffer: DeviceBuffer, lengthBytes: number): MemoryRange {
    const { address, sizeBytes } = this.rangeOf(buffer)
    if (lengthBytes <= sizeBytes) return { address, sizeBytes: lengthBytes }
    throw new SizeError(`${lengthBytes} bytes do not fit a buffer of ${sizeBytes} bytes`)
  }

  private free(buffer: DeviceBuffer): void {
    const address = this.addresses.get(buffer)
    if (address === undefined) return
    this.addresses.set(buffer, undefined)
    this.places.free(address)
  }
}

function nameOf(buffer: DeviceBuffer): string {
  return 'name' in buffer ? String(buffer.name) : ''
}
