// Memory in blocks of some 110 sizes, four to each doubling, with a list of free blocks for each size. A tenth of the code
// of the standard library's allocator, and faster; it never joins blocks, so memory grows to what each size has needed.
// The compiler calls the functions marked @global.
import { BLOCK, BLOCK_MAXSIZE, BLOCK_OVERHEAD } from 'rt/common'
import { fail } from './abort'

@inline
const unitBytes: usize = 16
@inline
const sizeCount: usize = 112

const freeBlocks: usize = memory.data(448, 4)
@lazy let top: usize = ((__heap_base + BLOCK_OVERHEAD + unitBytes - 1) & ~(unitBytes - 1)) - BLOCK_OVERHEAD

/** The number of a block size, for a block of so many units: exact up to 8, then in quarters of the power of two below. */
@inline
function sizeNumber(units: usize): usize {
  if (units < 8) return units
  const shift = 29 - clz<u32>(<u32>units - 1)
  return (shift << 2) + ((units - 1) >> shift) + 1
}

/** How many units a block has of the size with this number. */
@inline
function unitsOf(number: usize): usize {
  if (number < 8) return number
  const shift = (number - 5) >> 2
  return (number - (shift << 2)) << shift
}

@global @unsafe
export function __alloc(sizeBytes: usize): usize {
  if (sizeBytes > BLOCK_MAXSIZE) fail('out of memory')
  const number = sizeNumber((sizeBytes + BLOCK_OVERHEAD + unitBytes - 1) / unitBytes)
  const list = freeBlocks + (number << 2)
  const free = load<usize>(list)
  if (free != 0) {
    store<usize>(list, load<usize>(free))
    return free
  }
  const blockBytes = unitsOf(number) * unitBytes
  const block = top
  const end = block + blockBytes
  if (<u64>block + blockBytes > <u64>memory.size() << 16) grow(<u64>block + blockBytes)
  top = end
  changetype<BLOCK>(block).mmInfo = blockBytes - BLOCK_OVERHEAD
  return block + BLOCK_OVERHEAD
}

function grow(end: u64): void {
  const pages = memory.size()
  const needed = <i32>((end + 0xffff) >>> 16) - pages
  if (memory.grow(max(needed, pages >> 1)) < 0 && memory.grow(needed) < 0) fail('out of memory')
}

@global @unsafe
export function __free(pointer: usize): void {
  if (pointer < __heap_base) return
  const capacity = changetype<BLOCK>(pointer - BLOCK_OVERHEAD).mmInfo
  const list = freeBlocks + (sizeNumber((capacity + BLOCK_OVERHEAD) / unitBytes) << 2)
  store<usize>(pointer, load<usize>(list))
  store<usize>(list, pointer)
}

@global @unsafe
export function __realloc(pointer: usize, sizeBytes: usize): usize {
  const capacity = changetype<BLOCK>(pointer - BLOCK_OVERHEAD).mmInfo
  if (sizeBytes <= capacity) return pointer
  const moved = __alloc(sizeBytes)
  memory.copy(moved, pointer, capacity)
  __free(pointer)
  return moved
}
