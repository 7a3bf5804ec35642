// Mark and sweep, between the turns of tasks only, when no WebAssembly frame is on the stack. What suspended functions
// hold lies in their saved frames, which are read conservatively. The compiler calls the functions marked @global.
import { fail } from './abort'
import { BLOCK, BLOCK_OVERHEAD, OBJECT_MAXSIZE, OBJECT_OVERHEAD, TOTAL_OVERHEAD } from 'rt/common'
import { hasFibers } from './settings'
import { gatherSavedWords, nothingSaved } from './saved-frames'

/** Header of a managed object. Its list is a ring, and the low bits of `link` are its colour. */
@unmanaged
class Header extends BLOCK {
  link: usize
  previous: Header
  rtId: u32
  rtSize: u32

  get next(): Header {
    return changetype<Header>(this.link & ~colourMask)
  }

  get colour(): usize {
    return this.link & colourMask
  }

  get blockBytes(): usize {
    return BLOCK_OVERHEAD + (this.mmInfo & ~3)
  }

  moveTo(list: Header, colour: usize): void {
    // Static data is in no list before its first visit.
    if (this.link > colourMask) this.leaveList()
    this.append(list, colour)
  }

  leaveList(): void {
    const next = this.next
    next.previous = this.previous
    this.previous.link = changetype<usize>(next) | this.previous.colour
  }

  append(list: Header, colour: usize): void {
    const last = list.previous
    this.link = changetype<usize>(list) | colour
    this.previous = last
    last.link = changetype<usize>(this) | last.colour
    list.previous = this
  }
}

@inline
const colourMask: usize = 3
@inline
const pinned: usize = 3
@inline
const minimumThreshold: usize = 64 * 1024

@lazy let unmarked: usize = 0
@lazy let objects: Header = emptyList(changetype<Header>(memory.data(offsetof<Header>(), 16)))
@lazy let marked: Header = emptyList(changetype<Header>(memory.data(offsetof<Header>(), 16)))
@lazy let pins: Header = emptyList(changetype<Header>(memory.data(offsetof<Header>(), 16)))
@lazy let allocatedBytes: usize = 0
@lazy let thresholdBytes: usize = minimumThreshold

function emptyList(list: Header): Header {
  list.link = changetype<usize>(list)
  list.previous = list
  return list
}

@inline
function headerOf(pointer: usize): Header {
  return changetype<Header>(pointer - TOTAL_OVERHEAD)
}

/** Memory of a managed object, not cleared. */
export function allocate(sizeBytes: usize, id: u32): usize {
  if (sizeBytes > OBJECT_MAXSIZE) fail('out of memory')
  const header = changetype<Header>(__alloc(OBJECT_OVERHEAD + sizeBytes) - BLOCK_OVERHEAD)
  header.rtId = id
  header.rtSize = <u32>sizeBytes
  header.append(objects, unmarked)
  allocatedBytes += header.blockBytes
  return changetype<usize>(header) + TOTAL_OVERHEAD
}

/** Makes an object of another class of one that has no references: what was allocated for the host to fill in. */
@inline
export function retype(pointer: usize, id: u32, sizeBytes: usize): void {
  const header = headerOf(pointer)
  header.rtId = id
  header.rtSize = <u32>sizeBytes
}

/** Frees an object that nothing refers to, without waiting for the collector. */
export function discard(pointer: usize): void {
  const header = headerOf(pointer)
  header.leaveList()
  allocatedBytes -= min(allocatedBytes, header.blockBytes)
  __free(pointer - OBJECT_OVERHEAD)
}

/** Collects if enough was allocated since the last time. No frame of the guest may be on a stack. */
@inline
export function collectIfDue(): void {
  if (allocatedBytes > thresholdBytes) __collect()
}

@global @unsafe
export function __new(sizeBytes: usize, id: i32): usize {
  const pointer = allocate(sizeBytes, id)
  memory.fill(pointer, 0, sizeBytes)
  return pointer
}

@global @unsafe
export function __renew(pointer: usize, sizeBytes: usize): usize {
  const old = headerOf(pointer)
  const oldBytes = old.rtSize
  if (sizeBytes <= (old.mmInfo & ~3) - OBJECT_OVERHEAD && pointer >= __heap_base) {
    if (sizeBytes > oldBytes) memory.fill(pointer + oldBytes, 0, sizeBytes - oldBytes)
    old.rtSize = <u32>sizeBytes
    return pointer
  }
  const moved = allocate(sizeBytes, old.rtId)
  memory.copy(moved, pointer, min(sizeBytes, oldBytes))
  if (sizeBytes > oldBytes) memory.fill(moved + oldBytes, 0, sizeBytes - oldBytes)
  if (old.colour == pinned) {
    __unpin(pointer)
    __pin(moved)
  }
  return moved
}

@global @unsafe
export function __link(parent: usize, child: usize, expectMultiple: bool): void {}

@global @unsafe
export function __pin(pointer: usize): usize {
  if (pointer != 0) headerOf(pointer).moveTo(pins, pinned)
  return pointer
}

@global @unsafe
export function __unpin(pointer: usize): void {
  if (pointer != 0) headerOf(pointer).moveTo(objects, unmarked)
}

@global @unsafe
export function __visit(pointer: usize, cookie: u32): void {
  if (pointer == 0) return
  const header = headerOf(pointer)
  if (header.colour == unmarked) header.moveTo(marked, unmarked ^ 1)
}

@global @unsafe
export function __collect(): void {
  __visit_globals(0)
  visitMembers(pins)
  if (hasFibers && !nothingSaved()) markSaved()
  visitMembers(marked)
  let liveBytes: usize = 0
  for (let each = marked.next; each != marked; each = each.next) liveBytes += each.blockBytes
  sweep()
  const swept = objects
  objects = marked
  marked = swept
  unmarked ^= 1
  allocatedBytes = 0
  thresholdBytes = max(liveBytes, minimumThreshold)
}

/** Of every object in the list, those among them that are appended meanwhile. */
function visitMembers(list: Header): void {
  for (let each = list.next; each != list; each = each.next)
    __visit_members(changetype<usize>(each) + TOTAL_OVERHEAD, 0)
}

function sweep(): void {
  let each = objects.next
  while (each != objects) {
    const next = each.next
    if (changetype<usize>(each) < __heap_base) each.link = 0
    else __free(changetype<usize>(each) + BLOCK_OVERHEAD)
    each = next
  }
  emptyList(objects)
}

/** Marks every object that a word of a saved frame points to or into. */
function markSaved(): void {
  const words = gatherSavedWords()
  let each = objects.next
  while (each != objects) {
    const next = each.next
    const start = changetype<usize>(each) + TOTAL_OVERHEAD
    if (words.hasBetween(start, start + max(each.rtSize, 1))) each.moveTo(marked, unmarked ^ 1)
    each = next
  }
  words.free()
}
