import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentArbitrary } from '../../test/document-arbitrary.js'
import { parseWitx } from './parse-witx.js'
import { typeLayout } from './type-layout.js'

function layoutOf(type: string) {
  const { types } = parseWitx(`(typename $e (enum (@witx tag u16) $a)) (typename $x ${type})`)
  return typeLayout({ kind: 'name', name: 'x' }, types)
}

describe('typeLayout', () => {
  it.each([
    ['u8', 1, 1],
    ['s16', 2, 2],
    ['f32', 4, 4],
    ['char', 4, 4],
    ['(@witx char8)', 1, 1],
    ['(@witx usize)', 4, 4],
    ['u64', 8, 8],
    ['f64', 8, 8],
    ['$e', 2, 2],
    ['(handle)', 4, 4],
    ['(@witx pointer u64)', 4, 4],
    ['(list u64)', 8, 4],
    ['string', 8, 4],
    ['(flags $a $b)', 1, 1],
    ['(flags (@witx repr u64) $a)', 8, 8],
    ['(record)', 0, 1],
    ['(expected (error $e))', 8, 4],
  ])('%s takes %i bytes, aligned to %i', (type, sizeBytes, alignmentBytes) => {
    expect(layoutOf(type)).toMatchObject({ sizeBytes, alignmentBytes })
  })

  it('places fields at their alignment and pads the end', () => {
    expect(layoutOf('(record (field $a u8) (field $b u64) (field $c u16))')).toEqual({
      sizeBytes: 24,
      alignmentBytes: 8,
      fields: [
        { name: 'a', offsetBytes: 0 },
        { name: 'b', offsetBytes: 8 },
        { name: 'c', offsetBytes: 16 },
      ],
    })
    expect(layoutOf('(tuple u8 u8)').fields).toEqual([
      { name: '0', offsetBytes: 0 },
      { name: '1', offsetBytes: 1 },
    ])
  })

  it('places the payload of a variant behind its tag', () => {
    const variant = '(variant (@witx tag u8) (case $a) (case $b u16) (case $c u8))'
    expect(layoutOf(variant)).toEqual({ sizeBytes: 4, alignmentBytes: 2, payloadOffsetBytes: 2 })
    const large = '(variant (@witx tag u8) (case $a f64))'
    expect(layoutOf(large)).toEqual({ sizeBytes: 16, alignmentBytes: 8, payloadOffsetBytes: 8 })
  })

  it('gives every type a size that is a multiple of its alignment, a power of two', () => {
    fc.assert(
      fc.property(documentArbitrary, ({ types }) => {
        for (const { type } of types.values()) {
          const { sizeBytes, alignmentBytes } = typeLayout(type, types)
          expect([1, 2, 4, 8]).toContain(alignmentBytes)
          expect(sizeBytes % alignmentBytes).toBe(0)
        }
      }),
    )
  })
})
