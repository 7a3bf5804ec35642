import { Chunk } from '@weft/assemblyscript/assembly/component'

/** Moves the letters of a chunk by half the alphabet. */
export function rotate(chunk: Chunk<u8>): void {
  for (let i = 0; i < chunk.length; i++) {
    const byte = chunk[i]
    const letter = (byte | 0x20) - 0x61
    if (letter < 26) chunk[i] = letter < 13 ? byte + 13 : byte - 13
  }
}
