import fc from 'fast-check'
import { expect, test } from 'vitest'
import { staticImageOf } from './static-image.js'

const piece = fc.record({ address: fc.nat(300), bytes: fc.uint8Array({ maxLength: 40 }) })

test('the image is what laying down the pieces one after the other gives, in whole words', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (statics) => {
      const expected = new Uint8Array(400)
      for (const { address, bytes } of statics) expected.set(bytes, address)
      const image = staticImageOf(statics)
      const actual = new Uint8Array(400)
      if (image !== undefined) {
        expect([image.address % 4, image.bytes.length % 4]).toEqual([0, 0])
        actual.set(image.bytes, image.address)
      }
      expect(actual).toEqual(expected)
    }),
  )
})
