import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteReader } from './byte-reader.js'
import { ByteWriter } from './byte-writer.js'
import { BinaryError } from './errors.js'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const s32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })
const s33 = fc.integer({ min: -(2 ** 32), max: 2 ** 32 - 1 })
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const s64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

describe('what the writer writes, the reader reads', () => {
  test('integers of every kind', () => {
    fc.assert(
      fc.property(u32, s32, s33, u64, s64, (a, b, c, d, e) => {
        const bytes = new ByteWriter(1).u32(a).signed(b).signed(c).u64(d).signed(e).finish()
        const reader = new ByteReader(bytes)
        expect([reader.u32(), reader.s32(), reader.s33(), reader.u64(), reader.s64()]).toEqual([
          a,
          b,
          c,
          d,
          e,
        ])
        expect(reader.done).toBe(true)
      }),
    )
  })

  test('names, surrogate pairs included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(new ByteReader(new ByteWriter().name(name).finish()).name()).toBe(name)
      }),
    )
  })

  test('padded integers keep their value', () => {
    fc.assert(
      fc.property(u32, fc.integer({ min: 1, max: 5 }), (value, sizeBytes) => {
        const bytes = new ByteWriter().u32(value, sizeBytes).finish()
        expect(bytes.length).toBeGreaterThanOrEqual(sizeBytes)
        expect(new ByteReader(bytes).u32()).toBe(value)
      }),
    )
  })
})

describe('malformed bytes', () => {
  test.each([
    ['an integer that does not end', [0x80, 0x80], /unexpected end/, 2],
    ['an integer of more than 5 bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x00], /too long/, 0],
    ['an integer of more than 32 bits', [0xff, 0xff, 0xff, 0xff, 0x1f], /too large/, 0],
  ])('%s', (_, bytes, message, offset) => {
    const error = catchError(() => new ByteReader(Uint8Array.from(bytes)).u32())
    expect(error).toBeInstanceOf(BinaryError)
    expect(error).toMatchObject({ code: 'malformed-binary', offset, message: expect.stringMatching(message) })
  })

  test('names of any length, one after the other', () => {
    const names = ['a', 'b'.repeat(5000), '', 'ccc', 'é'.repeat(700), 'd'.repeat(1024)]
    const writer = new ByteWriter()
    for (const name of names) writer.name(name)
    const reader = new ByteReader(writer.finish())
    expect(names.map(() => reader.name())).toEqual(names)
  })

  test('a name that is no UTF-8', () => {
    expect(catchError(() => new ByteReader(Uint8Array.of(2, 0xc3, 0x28)).name())).toBeInstanceOf(BinaryError)
  })

  test('a count that the bytes left cannot hold, before anything is allocated for it', () => {
    const bytes = new ByteWriter().u32(0xffff_ffff).finish()
    expect(catchError(() => new ByteReader(bytes).count())).toBeInstanceOf(BinaryError)
  })

  test('no bytes make a reader throw anything but a BinaryError, or read past its end', () => {
    const operations = ['u8', 'u32', 's32', 's33', 's64', 'u64', 'count', 'name'] as const
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.constantFrom(...operations)), (bytes, calls) => {
        const reader = new ByteReader(bytes)
        for (const call of calls) {
          const error = catchError(() => reader[call]())
          expect(error === undefined || error instanceof BinaryError).toBe(true)
          if (error !== undefined) return
          expect(reader.offset).toBeLessThanOrEqual(bytes.length)
        }
      }),
    )
  })
})

function catchError(run: () => unknown): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}
