import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BufferAllocator, bufferAlignmentBytes } from './buffer-allocator.js'

interface Range {
  readonly address: number
  readonly sizeBytes: number
}

const start = 1000
const end = 100_000

/** A size to allocate, or a choice of which range to free. */
const step = fc.oneof(
  fc.record({ allocate: fc.integer({ min: 1, max: 9000 }) }),
  fc.record({ free: fc.nat(1000) }),
)

function overlaps(one: Range, other: Range): boolean {
  return one.address < other.address + other.sizeBytes && other.address < one.address + one.sizeBytes
}

test('ranges are aligned, inside, never overlap, and all of it comes back when all are freed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const allocator = new BufferAllocator(start, end)
      const used: Range[] = []
      for (const action of steps) {
        if ('allocate' in action) {
          const address = allocator.allocate(action.allocate)
          if (address === undefined) continue
          const range = { address, sizeBytes: action.allocate }
          expect(address % bufferAlignmentBytes).toBe(0)
          expect(address).toBeGreaterThanOrEqual(start)
          expect(address + range.sizeBytes).toBeLessThanOrEqual(end)
          expect(used.some((other) => overlaps(range, other))).toBe(false)
          used.push(range)
        } else if (used.length > 0) {
          allocator.free(used.splice(action.free % used.length, 1)[0]!.address)
        }
        expect(allocator.usedCount).toBe(used.length)
      }
      for (const { address } of used) allocator.free(address)
      expect(allocator.allocate(98_944)).toBe(1024)
    }),
  )
})

test('takes the first range that is large enough', () => {
  const allocator = new BufferAllocator(0, 1024)
  const [first, second, third] = [256, 128, 128].map((size) => allocator.allocate(size)!)
  expect([first, second, third]).toEqual([0, 256, 384])
  allocator.free(first!)
  expect(allocator.allocate(512)).toBe(512)
  expect(allocator.allocate(200)).toBe(0)
})

test('gives undefined when nothing fits', () => {
  const allocator = new BufferAllocator(0, 256)
  expect(allocator.allocate(257)).toBeUndefined()
  expect(allocator.allocate(256)).toBe(0)
  expect(allocator.allocate(1)).toBeUndefined()
  expect(new BufferAllocator(100, 120).allocate(1)).toBeUndefined()
})

test('refuses to free what is not handed out, and sizes that are none', () => {
  const allocator = new BufferAllocator(0, 1024)
  const address = allocator.allocate(10)!
  allocator.free(address)
  expect(() => allocator.free(address)).toThrow(RangeError)
  expect(() => allocator.free(1)).toThrow('no range is handed out at address 1')
  expect(() => allocator.allocate(0)).toThrow(RangeError)
  expect(() => allocator.allocate(1.5)).toThrow(TypeError)
})

test('serves the whole 32-bit address space', () => {
  const allocator = new BufferAllocator(2 ** 26, 2 ** 32)
  expect(allocator.allocate(2 ** 31)).toBe(2 ** 26)
  expect(allocator.allocate(2 ** 31 - 2 ** 26)).toBe(2 ** 31 + 2 ** 26)
  expect(allocator.allocate(1)).toBeUndefined()
})
