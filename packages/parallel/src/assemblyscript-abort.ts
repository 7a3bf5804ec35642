import { GuestError } from '@weft/core'
import type { GuestMemory } from './guest-memory.js'

/** An AssemblyScript string's length in bytes lies this far in front of its address. */
const lengthOffset = 4
/** Longer messages are cut. */
const maximumLengthBytes = 4096

/** AssemblyScript's `env.abort`: throws a `GuestError` with the message and place that the guest passes. */
export function createAbort(memoryOf: () => GuestMemory): (...parameters: number[]) => never {
  return (message = 0, file = 0, line = 0, column = 0) => {
    const memory = memoryOf()
    const text = readString(memory, message >>> 0) || 'no message'
    const place = readString(memory, file >>> 0)
    throw new GuestError(`the guest aborted: ${text}${place && ` (${place}:${line >>> 0}:${column >>> 0})`}`)
  }
}

function readString(memory: GuestMemory, address: number): string {
  if (address < lengthOffset) return ''
  try {
    memory.check('string', address, 0)
    const lengthBytes = Math.min(memory.view.getUint32(address - lengthOffset, true), maximumLengthBytes)
    return new TextDecoder('utf-16le').decode(memory.slice('string', address, lengthBytes & ~1).slice())
  } catch {
    return ''
  }
}
