import type { StringEncoding } from '../../src/options.js'
import type { ReallocCall } from './value-guest.js'

/** What `store_string_into_range` leads to: calls of `realloc`, and the string where the last one put it. */
export interface StoredString {
  readonly calls: readonly ReallocCall[]
  readonly code_units: number
  readonly tagged: boolean
  readonly bytes: Uint8Array
}

interface Source {
  readonly string: string
  readonly encoding: StringEncoding
  /** Of `latin1+utf16`: whether the source has chosen UTF-16. */
  readonly tagged: boolean
}

type Encoded = 'utf-8' | 'utf-16-le' | 'latin-1'

export function encode(string: string, encoding: Encoded): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(string)
  const units = Array.from({ length: string.length }, (_, index) => string.charCodeAt(index))
  return Uint8Array.from(encoding === 'latin-1' ? units : units.flatMap((unit) => [unit & 0xff, unit >> 8]))
}

/**
 * The algorithms of the specification a second time, on whole strings, with an allocator that is asked and answers
 * with `place(alignment, size)`.
 */
export function referenceStore(
  { string, encoding, tagged }: Source,
  target: StringEncoding,
  place: (alignment: number, size: number) => number,
): StoredString {
  const calls: ReallocCall[] = []
  const realloc = (old: number, oldSize: number, alignment: number, size: number): number => {
    calls.push([old, oldSize, alignment, size])
    return place(alignment, size)
  }
  const simple = encoding !== 'latin1+utf16' ? encoding : tagged ? 'utf16' : 'latin1'
  const units = simple === 'utf8' ? encode(string, 'utf-8').length : string.length
  const done = (bytes: Uint8Array, code_units: number, tag = false) => ({
    calls,
    code_units,
    tagged: tag,
    bytes,
  })
  const points = [...string].map((point) => point.codePointAt(0)!)

  const copy = (size: number, alignment: number, as: Encoded) => {
    realloc(0, 0, alignment, size * units)
    return done(encode(string, as), units)
  }
  const toUtf8 = (worst: number) => {
    const encoded = encode(string, 'utf-8')
    let ptr = realloc(0, 0, 1, units)
    if (points.every((point) => point < 0x80)) return done(encoded, units)
    ptr = realloc(ptr, units, 1, worst)
    if (worst > encoded.length) realloc(ptr, worst, 1, encoded.length)
    return done(encoded, encoded.length)
  }
  const utf8ToUtf16 = () => {
    const encoded = encode(string, 'utf-16-le')
    const ptr = realloc(0, 0, 2, 2 * units)
    if (encoded.length < 2 * units) realloc(ptr, 2 * units, 2, encoded.length)
    return done(encoded, encoded.length / 2)
  }
  const toCompact = () => {
    let ptr = realloc(0, 0, 2, units)
    if (points.every((point) => point < 0x100)) {
      if (points.length < units) realloc(ptr, units, 2, points.length)
      return done(encode(string, 'latin-1'), points.length)
    }
    const encoded = encode(string, 'utf-16-le')
    ptr = realloc(ptr, units, 2, 2 * units)
    if (2 * units > encoded.length) realloc(ptr, 2 * units, 2, encoded.length)
    return done(encoded, encoded.length / 2, true)
  }
  const probablyUtf16 = () => {
    const ptr = realloc(0, 0, 2, 2 * units)
    if (points.some((point) => point >= 0x100)) return done(encode(string, 'utf-16-le'), units, true)
    realloc(ptr, 2 * units, 1, units)
    return done(encode(string, 'latin-1'), units)
  }

  if (target === 'utf8') {
    if (simple === 'utf8') return copy(1, 1, 'utf-8')
    return toUtf8(units * (simple === 'utf16' ? 3 : 2))
  }
  if (target === 'utf16') return simple === 'utf8' ? utf8ToUtf16() : copy(2, 2, 'utf-16-le')
  if (encoding !== 'latin1+utf16') return toCompact()
  return tagged ? probablyUtf16() : copy(1, 2, 'latin-1')
}
