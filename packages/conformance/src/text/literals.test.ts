import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floatBits } from './float-literal.js'
import { integerBits } from './integer-literal.js'
import { floatFormats } from './round-to-float.js'
import { stringBytes, stringText } from './string-literal.js'

const view = new DataView(new ArrayBuffer(8))

function bitsOfF32(value: number): bigint {
  view.setFloat32(0, value)
  return BigInt(view.getUint32(0))
}

function bitsOfF64(value: number): bigint {
  view.setFloat64(0, value)
  return view.getBigUint64(0)
}

const { f32, f64 } = floatFormats
const number = { noNaN: true, noDefaultInfinity: true }
const decimal = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.bigInt({ min: 0n, max: 10n ** 25n }),
    fc.nat(),
    fc.integer({ min: -340, max: 320 }),
  )
  .map(([sign, whole, fraction, exponent]) => `${sign}${whole}.${fraction}e${exponent}`)

describe('decimal floats', () => {
  test('f64 are what the engine reads', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const value = Number(text)
        expect(floatBits(text, f64)).toBe(Number.isFinite(value) ? bitsOfF64(value) : undefined)
      }),
    )
  })

  test('f32 come back from their shortest form', () => {
    fc.assert(
      fc.property(fc.float(number), (value) => {
        expect(floatBits(text(value), f32)).toBe(bitsOfF32(value))
      }),
    )
  })

  test('f32 are rounded once', () => {
    // Just above the middle of 1 and the next number: as a double it is the middle, which rounds down.
    expect(floatBits('1.00000005960464477540', f32)).toBe(bitsOfF32(1 + 2 ** -23))
    expect(Math.fround(Number('1.00000005960464477540'))).toBe(1)
  })
})

/** A number as the text format writes it. */
function text(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

describe('hexadecimal floats', () => {
  const parts = fc.record({
    mantissa: fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }),
    exponent: fc.integer({ min: -1074, max: 960 }),
    point: fc.nat({ max: 13 }),
    negative: fc.boolean(),
  })

  test('are rounded as the engine rounds the same number', () => {
    fc.assert(
      fc.property(parts, ({ mantissa, exponent, point, negative }) => {
        const digits = mantissa.toString(16).padStart(point + 1, '0')
        const split = digits.length - point
        const written = `${negative ? '-' : ''}0x${digits.slice(0, split)}.${digits.slice(split)}p${exponent + 4 * point}`
        const value = (negative ? -1 : 1) * Number(mantissa) * 2 ** exponent
        const single = Math.fround(value)
        expect(floatBits(written, f64)).toBe(bitsOfF64(value))
        expect(floatBits(written, f32)).toBe(Number.isFinite(single) ? bitsOfF32(single) : undefined)
      }),
    )
  })

  test('denormals are rounded at their own last place', () => {
    expect(floatBits('0x1p-149', f32)).toBe(1n)
    expect(floatBits('0x1p-150', f32)).toBe(0n)
    expect(floatBits('0x1.8p-150', f32)).toBe(1n)
    expect(floatBits('0x1.fffffffffffffp-1023', f64)).toBe(0x10_0000_0000_0000n)
    expect(floatBits('0x1p-99999999', f64)).toBe(0n)
    expect(floatBits('0x1p99999999', f64)).toBeUndefined()
  })
})

test('infinities, NaNs with their payloads, underscores, and what is no float', () => {
  expect(floatBits('-inf', f32)).toBe(0xff80_0000n)
  expect(floatBits('nan', f64)).toBe(0x7ff8_0000_0000_0000n)
  expect(floatBits('-nan:0x20_0000', f32)).toBe(0xffa0_0000n)
  expect(floatBits('1_000.2_5e+1', f64)).toBe(bitsOfF64(10002.5))
  for (const wrong of ['', 'nan:0x0', 'nan:0x800000', '0x', 'e1', '1e', '.5']) {
    expect(floatBits(wrong, f32)).toBeUndefined()
  }
})

test('integers: signed and unsigned, decimal and hexadecimal, and nothing that does not fit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(8, 16, 32, 64),
      fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
      (width, value) => {
        const fits = value >= -(2n ** BigInt(width - 1)) && value < 2n ** BigInt(width)
        const expected = fits ? BigInt.asUintN(width, value) : undefined
        const sign = value < 0n ? '-' : ''
        const hexadecimal = `${sign}0x${(value < 0n ? -value : value).toString(16)}`
        expect(integerBits(String(value), width)).toBe(expected)
        expect(integerBits(hexadecimal, width)).toBe(expected)
      },
    ),
  )
  expect(integerBits('+1_000', 16)).toBe(1000n)
  expect(integerBits('0x', 32)).toBeUndefined()
  expect(integerBits('1.0', 32)).toBeUndefined()
})

test('strings: every escape, and UTF-8 for the rest', () => {
  const quoted = { text: '"\\t\\n\\r\\"\\\'\\\\\\00\\fF\\u{1_F600}é\n"' }
  const bytes = [9, 10, 13, 34, 39, 92, 0, 255, 0xf0, 0x9f, 0x98, 0x80, 0xc3, 0xa9, 10]
  expect([...stringBytes(quoted)]).toEqual(bytes)
  expect(stringText({ text: '"é"' })).toBe('é')
})
