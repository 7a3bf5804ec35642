import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ModuleScanner } from '../../src/compile/module-scanner.js'
import { bytesOf } from '../support/parse.js'
import { things, thingUser } from '../support/texts.js'

const nested = `(component ${things} ${thingUser} (core module (memory 1)))`

it('finds the same modules however the bytes arrive', async () => {
  const bytes = await bytesOf(nested)
  const whole = new ModuleScanner().scan(bytes)
  expect(whole).toHaveLength(4)
  for (const { start, end } of whole) expect(WebAssembly.validate(bytes.subarray(start, end))).toBe(true)
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      const scanner = new ModuleScanner()
      const ends = [...cuts.toSorted((left, right) => left - right), bytes.length]
      expect(ends.flatMap((end) => scanner.scan(bytes.subarray(0, end)))).toEqual(whole)
    }),
  )
})

it('ends for any bytes, and finds nothing outside of them', () => {
  const preamble = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(255), fc.constantFrom(1, 4, 0x80))), (rest) => {
      const bytes = Uint8Array.from([...preamble, ...rest])
      for (const { start, end } of new ModuleScanner().scan(bytes)) {
        expect(start).toBeLessThanOrEqual(end)
        expect(end).toBeLessThanOrEqual(bytes.length)
      }
    }),
  )
})
