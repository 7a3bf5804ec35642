import type { GuestAbort } from '@weft/core'
import type { CoreExports } from './elements.js'

/** Longer texts are cut: they end in a message of an error. In UTF-16 code units. */
const maximumTextLength = 0x10000

/**
 * What a core instance says of its abort: its export `weft:abort` is a global with the address, in `memory`, of six u32:
 * address and length of the message, the same of the file's name (both UTF-16), line, and column. Undefined if it has
 * not aborted or what it exports is something else.
 */
export function readAbort(exports: CoreExports): GuestAbort | undefined {
  try {
    const { buffer } = exports.memory as WebAssembly.Memory
    const address = (exports['weft:abort'] as WebAssembly.Global<'i32'>).value
    // Another kind of export has no value, another type of global one that is no such integer.
    if ((address | 0) !== address) return undefined
    const record = new DataView(buffer, address >>> 0, 24)
    const word = (index: number) => record.getUint32(4 * index, true)
    const text = (index: number) => textAt(buffer, word(index), word(index + 1))
    const line = word(4)
    if (line === 0 && word(0) === 0) return undefined
    return { message: text(0), file: text(2), line, column: word(5) }
  } catch {
    // Whatever a guest exports, its trap is told.
    return undefined
  }
}

/** As much of a text as there is. It is copied: decoders take no shared memory. */
function textAt(buffer: ArrayBufferLike, address: number, length: number): string {
  const end = address + 2 * Math.min(length, maximumTextLength)
  const text = new TextDecoder('utf-16le').decode(new Uint8Array(buffer).slice(address, end))
  return length > maximumTextLength ? `${text}…` : text
}
