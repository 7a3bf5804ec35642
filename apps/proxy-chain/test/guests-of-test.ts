import { createHash } from 'node:crypto'
import { buildGuest } from '../src/build-guest.js'
import { type Guests, loadGuests } from '../src/chains.js'
import type { Guest } from '../src/guests.js'

const built = new Map<Guest, Promise<Uint8Array>>()

/** The bytes of a guest. Each is built once. */
function bytesOf(name: Guest): Promise<Uint8Array> {
  const bytes = built.get(name) ?? buildGuest(name)
  built.set(name, bytes)
  return bytes
}

/** All guests, and the hash of the bytes that each was compiled of. */
export async function loadHashedGuests(): Promise<{ guests: Guests; hashes: Record<string, string> }> {
  const hashes: Record<string, string> = {}
  const guests = await loadGuests(async (name) => {
    const bytes = await bytesOf(name)
    hashes[name] = createHash('sha256').update(bytes).digest('hex')
    return bytes
  })
  return { guests, hashes }
}
