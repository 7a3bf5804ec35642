import fc from 'fast-check'

export type Edit = (bytes: number[]) => number[]

/** A place in bytes, to be taken modulo their length. */
export const place = fc.nat({ max: 1_000_000 })

function replace(bytes: number[], at: number, removed: number, added: readonly number[]): number[] {
  const start = at % (bytes.length + 1)
  return [...bytes.slice(0, start), ...added, ...bytes.slice(start + removed)]
}

/** Changes such as a fault or an attacker makes. `seeds` give bytes to splice in. */
export const byteEdits = (seeds: readonly Uint8Array[]): fc.Arbitrary<Edit> =>
  fc.oneof(
    fc.record({ at: place, bit: fc.nat({ max: 7 }) }).map(({ at, bit }): Edit => {
      return (bytes) => bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << bit) : byte))
    }),
    fc.record({ at: place, byte: fc.nat({ max: 255 }) }).map(
      ({ at, byte }): Edit =>
        (bytes) =>
          replace(bytes, at, 1, [byte]),
    ),
    place.map(
      (at): Edit =>
        (bytes) =>
          bytes.slice(0, at % (bytes.length + 1)),
    ),
    fc.record({ at: place, length: fc.nat({ max: 40 }) }).map(
      ({ at, length }): Edit =>
        (bytes) =>
          replace(bytes, at, length, []),
    ),
    // Another module's bytes in the middle of this one.
    fc
      .record({ at: place, other: place, from: place, length: fc.nat({ max: 60 }) })
      .map(({ at, other, from, length }): Edit => {
        const donor = seeds[other % seeds.length]!
        const start = from % donor.length
        return (bytes) =>
          replace(bytes, at, length % 3 === 0 ? 0 : length, [...donor.subarray(start, start + length)])
      }),
    // A number that may be a length becomes huge, in the place of one byte or of five.
    fc
      .record({
        at: place,
        removed: fc.constantFrom(1, 5),
        huge: fc.constantFrom(
          [0xff, 0xff, 0xff, 0xff, 0x0f],
          [0xff, 0xff, 0x7f],
          [0x80, 0x80, 0x80, 0x80, 0x08],
        ),
      })
      .map(
        ({ at, removed, huge }): Edit =>
          (bytes) =>
            replace(bytes, at, removed, huge),
      ),
  )

/** One of `seeds` with a few edits. */
export const mutatedBytes = (seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc
    .record({
      start: fc.nat({ max: seeds.length - 1 }),
      edits: fc.array(byteEdits(seeds), { minLength: 1, maxLength: 4 }),
    })
    .map(({ start, edits }) =>
      Uint8Array.from(edits.reduce((bytes, edit) => edit(bytes), [...seeds[start]!])),
    )
