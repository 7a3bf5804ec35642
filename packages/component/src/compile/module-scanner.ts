const magic = [0x00, 0x61, 0x73, 0x6d]
const preambleSize = 8
const coreModuleSection = 1
const componentSection = 4

/** A core module that is there as a whole: its place in the component, in bytes. */
export interface FoundModule {
  readonly start: number
  readonly end: number
}

/**
 * Finds the core modules in a component while its bytes arrive. It reads section headers only and goes on into nested
 * components; of malformed bytes it finds nothing, or what is no module: the decoder tells.
 */
export class ModuleScanner {
  #offset = 0
  #preamble = true
  #lost = false

  /** `bytes`: all that have arrived. Returns modules that were not complete before. */
  scan(bytes: Uint8Array): FoundModule[] {
    const found: FoundModule[] = []
    while (!this.#lost && this.#step(bytes, found));
    return found
  }

  /** Whether there is more to look at. */
  #step(bytes: Uint8Array, found: FoundModule[]): boolean {
    if (this.#preamble) return this.#readPreamble(bytes)
    const id = bytes[this.#offset]
    const header = readSize(bytes, this.#offset + 1)
    if (id === undefined || header === undefined) return false
    const end = header.end + header.size
    if (id === componentSection) {
      this.#preamble = true
      this.#offset = header.end
    } else {
      if (id === coreModuleSection) {
        if (end > bytes.length) return false
        found.push({ start: header.end, end })
      }
      this.#offset = end
    }
    return true
  }

  #readPreamble(bytes: Uint8Array): boolean {
    if (bytes.length < this.#offset + preambleSize) return false
    this.#lost =
      magic.some((byte, index) => bytes[this.#offset + index] !== byte) || bytes[this.#offset + 6] !== 1
    this.#offset += preambleSize
    this.#preamble = false
    return true
  }
}

/** An unsigned LEB128 of 32 bits, if it is there as a whole. */
function readSize(bytes: Uint8Array, offset: number): { size: number; end: number } | undefined {
  let size = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[offset + index]
    if (byte === undefined) return undefined
    size += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { size, end: offset + index + 1 }
  }
  return { size, end: Number.POSITIVE_INFINITY }
}
