import { OutOfBoundsError } from '@weft/core'

/**
 * The guest's memory as the host sees it. Views are kept until a range lies outside them: growth detaches the buffer
 * of an unshared memory (its length becomes 0) and leaves the smaller buffer of a shared one valid, so a view that
 * holds the range is always current.
 */
export class GuestMemory {
  readonly memory: WebAssembly.Memory | undefined
  bytes = new Uint8Array(0)
  words = new BigInt64Array(0)
  view = new DataView(new ArrayBuffer(0))

  constructor(memory: WebAssembly.Memory | undefined) {
    this.memory = memory
    this.refresh()
  }

  /**
   * Makes `bytes`, `words` and `view` cover `[address, address + lengthBytes)`, both unsigned and up to 2^34. Throws
   * `OutOfBoundsError` where the memory does not.
   */
  check(label: string, address: number, lengthBytes: number): void {
    if (address + lengthBytes <= this.bytes.length) return
    this.refresh()
    if (address + lengthBytes <= this.bytes.length) return
    throw new OutOfBoundsError(
      `${label}: ${lengthBytes} bytes at address ${address} leave the guest's memory of ${this.bytes.length} bytes`,
    )
  }

  /** A view of a range. It is stale after the memory has grown. */
  slice(label: string, address: number, lengthBytes: number): Uint8Array {
    this.check(label, address, lengthBytes)
    return this.bytes.subarray(address, address + lengthBytes)
  }

  private refresh(): void {
    if (this.memory === undefined || this.memory.buffer === this.bytes.buffer) return
    this.bytes = new Uint8Array(this.memory.buffer)
    this.words = new BigInt64Array(this.memory.buffer)
    this.view = new DataView(this.memory.buffer)
  }
}
