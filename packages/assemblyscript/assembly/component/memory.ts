import { allocate, discard, retype } from './collector'

/** Memory that a component's caller may use: `realloc` of the canonical ABI. It is the collector's, and pinned until it is lifted. */
export function cabiRealloc(old: usize, oldBytes: usize, alignment: usize, newBytes: usize): usize {
  if (old == 0 || oldBytes == 0) return newBytes == 0 ? alignment : __pin(allocate(newBytes, idof<ArrayBuffer>()))
  return __renew(old, newBytes)
}

/** Takes over a string that the host has written. `length` is in code units. */
export function liftString(pointer: usize, length: usize): string {
  if (length == 0) return ''
  retype(pointer, idof<string>(), length << 1)
  __unpin(pointer)
  return changetype<string>(pointer)
}

/** Takes over numbers that the host has written, as a typed array. `length` counts elements. */
export function liftBytesOf<TArray extends ArrayBufferView>(pointer: usize, length: usize): TArray {
  const array = instantiate<TArray>(0)
  if (length == 0) return array
  __unpin(pointer)
  // The object that was allocated becomes the buffer of the array.
  store<usize>(changetype<usize>(array), pointer, offsetof<ArrayBufferView>('buffer'))
  store<usize>(changetype<usize>(array), pointer, offsetof<ArrayBufferView>('dataStart'))
  store<i32>(changetype<usize>(array), changetype<ArrayBuffer>(pointer).byteLength, offsetof<ArrayBufferView>('byteLength'))
  return array
}

/** Ends the life of a list area whose elements were lifted. */
export function releaseLifted(pointer: usize, sizeBytes: usize): void {
  if (sizeBytes != 0) __unpin(pointer)
}

/** Frees a list area of which nothing is kept. */
export function discardLifted(pointer: usize, sizeBytes: usize): void {
  if (sizeBytes != 0) discard(pointer)
}

/** Strings are passed where they lie: the component's encoding is UTF-16. */
@inline
export function stringPointer(text: string): usize {
  return changetype<usize>(text)
}

/** Numbers are passed where they lie. */
@inline
export function viewPointer(array: ArrayBufferView): usize {
  return array.dataStart
}

/** Memory for what is lowered. It is garbage once nothing refers to it; areas of one call hold each other. */
export class Area {
  private next: Area | null
  private padding: u32

  link(next: Area | null): void {
    this.next = next
  }
}

@lazy let areas: Area | null = null

/** Memory for a lowered list or parameters, aligned to 8 bytes. It lives until the host has read it. */
export function newArea(sizeBytes: usize): usize {
  const pointer = __new(offsetof<Area>() + sizeBytes, idof<Area>())
  const area = changetype<Area>(pointer)
  area.link(areas)
  areas = area
  return pointer + offsetof<Area>()
}

/** The areas that were made since the last call of this function, which must be kept until the host has read them. */
export function takeAreas(): Area | null {
  const taken = areas
  areas = null
  return taken
}

/** Where synchronous functions put a result that is no single core value. */
export const returnArea: usize = memory.data(1024, 8)
