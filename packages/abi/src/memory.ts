/**
 * A guest's linear memory with views that follow its growth. Specification: `MemInst`. Sizes and addresses are
 * numbers here, for 64-bit memories too: no memory is larger than 2^53 bytes.
 */
export class GuestMemory {
  readonly addrtype: 'i32' | 'i64'
  readonly #memory: WebAssembly.Memory
  /** A shared memory grows without detaching the buffers that were taken before. */
  readonly #shared: boolean
  #bytes: Uint8Array = new Uint8Array(0)
  #view: DataView = new DataView(new ArrayBuffer(0))

  constructor(memory: WebAssembly.Memory, addrtype: 'i32' | 'i64' = 'i32') {
    this.#memory = memory
    this.#shared = !(memory.buffer instanceof ArrayBuffer)
    this.addrtype = addrtype
  }

  /** Whether both are the same memory instance. */
  is(other: GuestMemory | undefined): boolean {
    return other !== undefined && other.#memory === this.#memory
  }

  /** 4 or 8. */
  get ptr_size(): 4 | 8 {
    return this.addrtype === 'i32' ? 4 : 8
  }

  /**
   * The present bytes; taken anew after every call into the guest, which may have grown its memory. Growth detaches
   * the old buffer, which leaves no length: asking for `WebAssembly.Memory.buffer` instead costs 90 ns, this 8.
   */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0 || this.#shared) this.#refresh()
    return this.#bytes
  }

  get view(): DataView {
    if (this.#bytes.length === 0 || this.#shared) this.#refresh()
    return this.#view
  }

  /** Present size in bytes. */
  get length(): number {
    return this.bytes.length
  }

  #refresh(): void {
    const { buffer } = this.#memory
    if (this.#bytes.buffer === buffer) return
    this.#bytes = new Uint8Array(buffer)
    this.#view = new DataView(buffer)
  }
}
