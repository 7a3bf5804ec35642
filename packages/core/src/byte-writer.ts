const utf8 = /* @__PURE__ */ new TextEncoder()

/** Appends bytes to a buffer that doubles as it fills. */
export class ByteWriter {
  private buffer: Uint8Array
  private length = 0

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity)
  }

  /** Number of bytes written so far. */
  get offset(): number {
    return this.length
  }

  u8(byte: number): this {
    this.reserve(1)
    this.buffer[this.length++] = byte
    return this
  }

  bytes(bytes: Uint8Array | readonly number[]): this {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
    return this
  }

  /** LEB128 unsigned, up to 53 bits, padded to at least `minimumSize` bytes. */
  u32(value: number, minimumSize = 1): this {
    let rest = value
    for (let size = 1; rest > 0x7f || size < minimumSize; size++) {
      this.u8((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    return this.u8(rest)
  }

  /** LEB128 unsigned, 64 bits. */
  u64(value: bigint): this {
    let rest = value
    while (rest > 0x7fn) {
      this.u8(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    return this.u8(Number(rest))
  }

  /** LEB128 signed: 32 and 33 bits as a number, 64 bits as a bigint; padded to at least `minimumSize` bytes. */
  signed(value: number | bigint, minimumSize = 1): this {
    let rest = BigInt(value)
    for (let size = 1; ; size++) {
      const byte = Number(rest & 0x7fn)
      rest >>= 7n
      const last = (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0)
      if (last && size >= minimumSize) return this.u8(byte)
      this.u8(byte | 0x80)
    }
  }

  /** A length-prefixed UTF-8 name. */
  name(text: string): this {
    const encoded = utf8.encode(text)
    return this.u32(encoded.length).bytes(encoded)
  }

  /** Bytes behind their length. */
  sized(bytes: Uint8Array): this {
    return this.u32(bytes.length).bytes(bytes)
  }

  /** A copy of what was written, of the exact size. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length) as Uint8Array<ArrayBuffer>
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + size))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
  }
}
