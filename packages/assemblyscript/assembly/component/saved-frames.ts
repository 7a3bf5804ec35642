// The frames of suspended functions, as the asyncify pass writes them: one block for each function that waits, in a
// list, so that the collector finds what they refer to.

import { fail } from './abort'

// A block: next, previous, then the two words that the pass wants (where it writes next, where it must stop), then frames.
@inline
const headerBytes: usize = 16
@inline
const scratchBytes: usize = 64 * 1024

@lazy let first: usize = 0
@lazy let scratch: usize = 0

/** Where frames are unwound to. Returns the address that the pass wants. */
export function scratchArea(): usize {
  if (scratch == 0) scratch = heap.alloc(scratchBytes)
  store<usize>(scratch, scratch + 8)
  store<usize>(scratch, scratch + scratchBytes, 4)
  return scratch
}

/** Ends the guest if frames were unwound beyond the area. */
export function checkScratch(): void {
  if (load<usize>(scratch) > scratch + scratchBytes) fail('an await lies too deep in async functions that call each other')
}

/** Moves what was unwound into a block of its own, `reused` if it is large enough. */
export function saveFrames(reused: usize): usize {
  const sizeBytes = load<usize>(scratch) - (scratch + 8)
  let block = reused
  if (block == 0 || capacityOf(block) < sizeBytes) {
    if (block != 0) heap.free(block)
    block = heap.alloc(headerBytes + sizeBytes)
    store<usize>(block, block + headerBytes + sizeBytes, 12)
  }
  store<usize>(block, block + headerBytes + sizeBytes, 8)
  memory.copy(block + headerBytes, scratch + 8, sizeBytes)
  store<usize>(block, first, 0)
  store<usize>(block, 0, 4)
  if (first != 0) store<usize>(first, block, 4)
  first = block
  return block
}

/** Takes a block out of the list. Returns the address that the pass wants to rewind it. */
export function takeFrames(block: usize): usize {
  const next = load<usize>(block, 0)
  const previous = load<usize>(block, 4)
  if (previous == 0) first = next
  else store<usize>(previous, next, 0)
  if (next != 0) store<usize>(next, previous, 4)
  return block + 8
}

export function freeFrames(block: usize): void {
  if (block != 0) heap.free(block)
}

@inline
function capacityOf(block: usize): usize {
  return load<usize>(block, 12) - block - headerBytes
}

/** True if no function is suspended. */
@inline
export function nothingSaved(): bool {
  return first == 0
}

@inline
const granuleBits: usize = 4

/** For every 16 bytes of memory, whether a word of a saved frame could be an address there. */
@unmanaged
export class SavedWords {
  /** True if there could be an address in a range that begins at a multiple of 16. */
  hasBetween(start: usize, end: usize): bool {
    const last = changetype<usize>(this) + ((end - 1) >> granuleBits)
    for (let at = changetype<usize>(this) + (start >> granuleBits); at <= last; at++) if (load<u8>(at) != 0) return true
    return false
  }

  free(): void {
    heap.free(changetype<usize>(this))
  }
}

/** Reads all saved frames. */
export function gatherSavedWords(): SavedWords {
  // Allocated first: it may make the memory larger.
  const sizeBytes = ((<usize>memory.size() << 16) >> granuleBits) << 1
  const map = heap.alloc(sizeBytes)
  memory.fill(map, 0, sizeBytes)
  for (let block = first; block != 0; block = load<usize>(block)) {
    const end = load<usize>(block, 8)
    for (let address = block + headerBytes; address < end; address += 4) {
      const granule = load<usize>(address) >> granuleBits
      if (granule < sizeBytes) store<u8>(map + granule, 1)
    }
  }
  return changetype<SavedWords>(map)
}
