import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from './cli-error.js'
import { formatGuestValue, jsonGuestValue, parseGuestValue, plainTypes } from './guest-value.js'

const valuesOf = {
  i32: fc.integer(),
  i64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  f32: fc.float(),
  f64: fc.double(),
} as const

describe.each(plainTypes)('values of type %s', (type) => {
  test('are read back from what is written', () => {
    fc.assert(
      fc.property(valuesOf[type], (value) => {
        expect(parseGuestValue(formatGuestValue(value, type), type)).toEqual(value)
      }),
    )
  })

  test('survive JSON', () => {
    fc.assert(
      fc.property(valuesOf[type], (value) => {
        const parsed: unknown = JSON.parse(JSON.stringify(jsonGuestValue(value, type)))
        expect(parseGuestValue(String(parsed), type)).toEqual(value)
      }),
    )
  })

  test('are refused with a UsageError or read, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(['number', 'bigint']).toContain(typeof parseGuestValue(text, type))
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
        }
      }),
    )
  })
})

test('integers are signed or unsigned, decimal or hexadecimal', () => {
  expect(parseGuestValue('4294967295', 'i32')).toBe(-1)
  expect(parseGuestValue('-0x80000000', 'i32')).toBe(-(2 ** 31))
  expect(parseGuestValue('0xffffffffffffffff', 'i64')).toBe(-1n)
  expect(parseGuestValue('9007199254740993', 'i64')).toBe(9007199254740993n)
})

test.each([
  ['4294967296', 'i32', /does not fit/],
  ['-2147483649', 'i32', /does not fit/],
  ['18446744073709551616', 'i64', /does not fit/],
  ['1.5', 'i32', /is no i32/],
  ['', 'i64', /is no i64/],
  ['one', 'f64', /is no f64/],
  ['1e39', 'f32', /does not fit/],
  ['1e999', 'f64', /does not fit/],
] as const)('%s is no %s', (text, type, message) => {
  expect(() => parseGuestValue(text, type)).toThrow(message)
})

test('singles are written as short as they can be', () => {
  expect(formatGuestValue(Math.fround(0.1), 'f32')).toBe('0.1')
  expect(formatGuestValue(Math.fround(16777216), 'f32')).toBe('16777216')
  expect(formatGuestValue(0.1, 'f64')).toBe('0.1')
})
