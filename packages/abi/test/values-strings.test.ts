import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StringEncoding } from '../src/options.js'
import { despecialize } from '../src/values/despecialize.js'
import { CoreValueIter, lift_flat } from '../src/values/flat-lifting.js'
import { type GuestString, load_string_from_range } from '../src/values/load-string.js'
import { flat_range, push_range, Range } from '../src/values/pointers.js'
import { store_host_string, store_string_into_range } from '../src/values/store-string.js'
import { randomString } from './support/random-types.js'
import { encode, referenceStore } from './support/reference-strings.js'
import { encodings, ptrTypes, ValueGuest } from './support/value-guest.js'

const encoding = fc.constantFrom(...encodings)
const ptrType = fc.constantFrom(...ptrTypes)
const latin1String = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((unit) => String.fromCharCode(unit)),
})
const asciiString = fc.string({ unit: 'binary-ascii', maxLength: 40 })
const anyString = fc.oneof(randomString, latin1String, asciiString)

/** Puts bytes into a guest, as if it had made the string itself. */
function put(guest: ValueGuest, bytes: Uint8Array, code_units: number, tagged = false): Range {
  const ptr = guest.allocate(2, bytes.length)
  guest.memory.bytes.set(bytes, ptr)
  return new Range(ptr, code_units, tagged)
}

function putString(guest: ValueGuest, string: string, encoding: StringEncoding, tagged: boolean): Range {
  if (encoding === 'utf8') {
    const bytes = encode(string, 'utf-8')
    return put(guest, bytes, bytes.length)
  }
  const wide = encoding === 'utf16' || tagged
  return put(
    guest,
    encode(string, wide ? 'utf-16-le' : 'latin-1'),
    string.length,
    encoding !== 'utf16' && tagged,
  )
}

function read(guest: ValueGuest, range: Range): unknown {
  return load_string_from_range(guest.host, range)
}

describe('strings from guest to guest', () => {
  it('are stored as the specification does, with its calls of realloc', () => {
    fc.assert(
      fc.property(
        anyString,
        encoding,
        encoding,
        ptrType,
        ptrType,
        fc.boolean(),
        (string, from, to, pa, pb, choice) => {
          const tagged = from === 'latin1+utf16' && (choice || /[^\0-\xff]/.test(string))
          const [a, b, model] = [new ValueGuest(from, pa), new ValueGuest(to, pb), new ValueGuest(to, pb)]
          const source = load_string_from_range(a.guest, putString(a, string, from, tagged)) as GuestString
          const stored = store_string_into_range(b.guest, source)
          const expected = referenceStore({ string, encoding: from, tagged }, to, (alignment, size) =>
            model.allocate(alignment, size),
          )
          expect(b.calls).toEqual(expected.calls)
          expect([stored.length, stored.tagged]).toEqual([expected.code_units, expected.tagged])
          expect(b.memory.bytes.slice(stored.ptr, stored.ptr + expected.bytes.length)).toEqual(expected.bytes)
          expect(read(b, stored)).toBe(string)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('trap if they are not well-formed', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(bytes, encoding, (bytes, to) => {
        const [a, b] = [new ValueGuest('utf8'), new ValueGuest(to)]
        const source = load_string_from_range(a.guest, put(a, bytes, bytes.length)) as GuestString
        const decoded = decodedOrUndefined(bytes)
        if (decoded === undefined)
          expect(() => store_string_into_range(b.guest, source)).toThrow('invalid utf8 encoding')
        else expect(read(b, store_string_into_range(b.guest, source))).toBe(decoded)
      }),
      { numRuns: 2000 },
    )
    const unit = fc.oneof(fc.integer({ min: 0xd700, max: 0xe0ff }), fc.integer({ min: 0, max: 0xffff }))
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 5 }), encoding, fc.boolean(), (units, to, compact) => {
        const string = String.fromCharCode(...units)
        const from = compact ? 'latin1+utf16' : 'utf16'
        const [a, b] = [new ValueGuest(from), new ValueGuest(to)]
        const source = load_string_from_range(a.guest, putString(a, string, from, true)) as GuestString
        if (string.isWellFormed()) expect(read(b, store_string_into_range(b.guest, source))).toBe(string)
        else expect(() => store_string_into_range(b.guest, source)).toThrow('invalid utf16 encoding')
      }),
      { numRuns: 2000 },
    )
  })

  it('may be long', () => {
    const string = `${'ascii and more '.repeat(500)}é☃🍰${'ascii and more '.repeat(500)}`
    for (const from of encodings)
      for (const to of encodings) {
        const [a, b] = [new ValueGuest(from), new ValueGuest(to)]
        const source = load_string_from_range(a.guest, putString(a, string, from, true)) as GuestString
        expect(read(b, store_string_into_range(b.guest, source))).toBe(string)
      }
  })
})

describe('strings from and to the host', () => {
  it('are allocated once, in the right size', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyString, fc.string({ unit: 'binary' })),
        encoding,
        ptrType,
        (string, encoding, pointer) => {
          const guest = new ValueGuest(encoding, pointer)
          const range = store_host_string(guest.host, string)
          expect(read(guest, range)).toBe(string)
          const [[, , alignment, size], ...more] = guest.calls as [ReadonlyArray<number>, ...unknown[]]
          expect(more).toEqual([])
          expect(alignment).toBe(encoding === 'utf8' ? 1 : 2)
          const wide = encoding === 'utf16' || range.tagged
          expect(size).toBe(
            encoding === 'utf8' ? encode(string, 'utf-8').length : string.length * (wide ? 2 : 1),
          )
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('have U+FFFD for surrogates without a partner', () => {
    for (const encoding of encodings) {
      const guest = new ValueGuest(encoding)
      expect(read(guest, store_host_string(guest.host, 'a\ud800b'))).toBe('a\ufffdb')
    }
  })

  it('may be longer than what is encoded at once', () => {
    const string = '🍰ab'.repeat(10_000)
    for (const encoding of encodings) {
      const guest = new ValueGuest(encoding)
      expect(read(guest, store_host_string(guest.host, string))).toBe(string)
    }
  })

  it.each([
    [[0x61, 0xff], 'invalid utf-8 sequence of 1 bytes from index 1'],
    [[0xc3], 'incomplete utf-8 byte sequence from index 0'],
    [[0x61, 0xe2, 0x98], 'incomplete utf-8 byte sequence from index 1'],
    [[0xe2, 0x28, 0xa1], 'invalid utf-8 sequence of 1 bytes from index 0'],
    [[0xe2, 0x98, 0x28], 'invalid utf-8 sequence of 2 bytes from index 0'],
    [[0xf0, 0x9f, 0x8d, 0x28], 'invalid utf-8 sequence of 3 bytes from index 0'],
    [[0xf0, 0x9f, 0x8d], 'incomplete utf-8 byte sequence from index 0'],
    [[0xed, 0xa0, 0x80], 'invalid utf-8 sequence of 1 bytes from index 0'],
    [[0xc0, 0x80], 'invalid utf-8 sequence of 1 bytes from index 0'],
    [[0xf4, 0x90, 0x80, 0x80], 'invalid utf-8 sequence of 1 bytes from index 0'],
    [[0xe0], 'incomplete utf-8 byte sequence from index 0'],
    [[0xf4], 'incomplete utf-8 byte sequence from index 0'],
  ])('trap for the host with the place of what is wrong: %j', (bytes, message) => {
    const guest = new ValueGuest()
    expect(() => read(guest, put(guest, Uint8Array.from(bytes), bytes.length))).toThrow(message)
  })

  it('trap for the host with the surrogate that has no partner', () => {
    const guest = new ValueGuest('utf16')
    const range = put(guest, Uint8Array.of(0x61, 0, 0x34, 0xd8, 0x62, 0), 3)
    expect(() => read(guest, range)).toThrow('unpaired surrogate found: d834')
  })
})

describe('pointers and lengths of strings', () => {
  it.each([...ptrTypes])('keep the tag of a length in the topmost bit, %s', (pointer) => {
    const flat: (number | bigint)[] = []
    push_range(flat, new Range(6, 5, true), pointer)
    expect(flat).toEqual(pointer === 'i32' ? [6, 0x80000005] : [6n, 2n ** 63n + 5n])
    const signed = flat.map((value) => (typeof value === 'bigint' ? BigInt.asIntN(64, value) : value | 0))
    expect(flat_range(signed[0]!, signed[1]!, true)).toEqual(new Range(6, 5, true))
    expect(flat_range(signed[0]!, signed[1]!, false).length).toBe(pointer === 'i32' ? 2 ** 31 + 5 : 2 ** 63)
  })

  const string = despecialize({ kind: 'string' })
  const lift = (encoding: StringEncoding, ptr: number, length: number, host: boolean) => {
    const guest = new ValueGuest(encoding)
    return lift_flat(host ? guest.host : guest.guest, new CoreValueIter([ptr, length]), string)
  }

  it.each([
    ['utf8', 65535, 2],
    ['utf8', 0xdeadbeef | 0, 0],
    ['utf8', 65537, 0],
    ['utf8', 0, -1],
    ['utf16', 65534, 2],
    ['utf16', 0, 0x7fffffff],
    ['latin1+utf16', 65534, 3],
    ['latin1+utf16', 65534, 0x80000002 | 0],
  ] as const)('trap outside the memory: %s at %i, %i', (encoding, ptr, length) => {
    expect(() => lift(encoding, ptr, length, true)).toThrow('string pointer/length out of bounds of memory')
    expect(() => lift(encoding, ptr, length, false)).toThrow('string content out-of-bounds')
  })

  it.each([
    ['utf16', 1, 0],
    ['latin1+utf16', 1, 0],
    ['latin1+utf16', 1, 0x80000000 | 0],
  ] as const)('trap if they are not aligned: %s at %i, %i', (encoding, ptr, length) => {
    expect(() => lift(encoding, ptr, length, true)).toThrow('string pointer not aligned to 2')
    expect(() => lift(encoding, ptr, length, false)).toThrow('unaligned pointer')
  })

  it('may name nothing at the end of the memory', () => {
    for (const encoding of encodings) expect(lift(encoding, 65536, 0, true)).toBe('')
    expect(lift('utf8', 1, 0, true)).toBe('')
  })
})

function decodedOrUndefined(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
