import type { ValType } from '@weft/abi'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNodes } from '../../text/s-expression.js'
import { ScriptError } from '../../text/script-error.js'
import { type ComponentValue, formatComponentValue, sameValue } from './component-value.js'
import { fromHostValue } from './from-host-value.js'
import { readComponentValue } from './read-value.js'
import { toHostValue } from './to-host-value.js'

function read(text: string): ComponentValue {
  const [node] = readNodes(text)
  if (node === undefined) throw new TypeError('no value')
  return readComponentValue(node, text)
}

const u8 = { kind: 'u8' } as const
const string = { kind: 'string' } as const
const record = (type: ValType): ValType => ({ kind: 'record', fields: [{ label: 'a-b', type }] })

/** A value as scripts have it, its type, and the value in JavaScript. */
const samples: readonly (readonly [string, ValType, unknown])[] = [
  ['(bool.const true)', { kind: 'bool' }, true],
  ['(u8.const 0xff)', u8, 255],
  ['(s8.const 255)', { kind: 's8' }, -1],
  ['(s16.const -32_768)', { kind: 's16' }, -32768],
  ['(u32.const 4294967295)', { kind: 'u32' }, 4294967295],
  ['(s64.const -9223372036854775808)', { kind: 's64' }, -(2n ** 63n)],
  ['(u64.const 0xffffffffffffffff)', { kind: 'u64' }, 2n ** 64n - 1n],
  ['(f32.const 0.1)', { kind: 'f32' }, Math.fround(0.1)],
  ['(f64.const -0x1p-1074)', { kind: 'f64' }, -5e-324],
  ['(f64.const -inf)', { kind: 'f64' }, Number.NEGATIVE_INFINITY],
  ['(f32.const nan:canonical)', { kind: 'f32' }, Number.NaN],
  ['(char.const "\\u{1f370}")', { kind: 'char' }, '🍰'],
  ['(str.const "\\ef\\bb\\bfa\\n")', string, '\ufeffa\n'],
  ['(list.const)', { kind: 'list', element: string }, []],
  ['(list.const (u8.const 1) (u8.const 2))', { kind: 'list', element: u8 }, Uint8Array.of(1, 2)],
  ['(record.const (field "a-b" (u8.const 1)))', record(u8), { aB: 1 }],
  ['(tuple.const (u8.const 1) (str.const "x"))', { kind: 'tuple', types: [u8, string] }, [1, 'x']],
  ['(variant.const "A-b")', { kind: 'variant', cases: [{ label: 'A-b' }] }, { tag: 'A-b' }],
  [
    '(variant.const "c" (u8.const 1))',
    { kind: 'variant', cases: [{ label: 'c', type: u8 }] },
    { tag: 'c', val: 1 },
  ],
  ['(enum.const "x-y")', { kind: 'enum', labels: ['x-y'] }, 'x-y'],
  ['(option.none)', { kind: 'option', type: u8 }, undefined],
  ['(option.some (u8.const 1))', { kind: 'option', type: u8 }, 1],
  [
    '(option.some (option.none))',
    { kind: 'option', type: { kind: 'option', type: u8 } },
    { tag: 'some', val: undefined },
  ],
  ['(result.ok)', { kind: 'result' }, { tag: 'ok' }],
  ['(result.err (str.const "e"))', { kind: 'result', error: string }, { tag: 'err', val: 'e' }],
  ['(flags.const "b-c")', { kind: 'flags', labels: ['a', 'b-c'] }, { bC: true }],
  [
    '(list.const (tuple.const (str.const "k") (u8.const 1)))',
    { kind: 'map', key: string, value: u8 },
    new Map([['k', 1]]),
  ],
]

describe.each(samples)('%s', (text, type, host) => {
  test('is given to JavaScript, and comes back as the same value', () => {
    const value = read(text)
    expect(toHostValue(value, type)).toEqual(host)
    expect(sameValue(fromHostValue(host, type), value)).toBe(true)
  })

  test('is written so that it is read back', () => {
    const value = read(text)
    expect(sameValue(read(formatComponentValue(value)), value)).toBe(true)
  })

  test('differs from all others', () => {
    const same = samples.filter(([other]) => sameValue(read(text), read(other)))
    expect(same.map(([other]) => other)).toEqual([text])
  })
})

test('a value inside needs no brackets', () => {
  expect(read('(option.some u8.const 1)')).toEqual(read('(option.some (u8.const 1))'))
  expect(read('(record.const (field "a" u8.const 1))')).toEqual(
    read('(record.const (field "a" (u8.const 1)))'),
  )
})

test('zeros differ by their sign, NaNs are alike, flags have no order', () => {
  expect(sameValue(read('(f32.const 0)'), read('(f32.const -0)'))).toBe(false)
  expect(sameValue(read('(f32.const nan:arithmetic)'), read('(f32.const -nan:0x1)'))).toBe(true)
  expect(sameValue(read('(flags.const "a" "b")'), read('(flags.const "b" "a")'))).toBe(true)
  expect(sameValue(read('(u8.const 1)'), read('(s8.const 1)'))).toBe(false)
})

test.each([
  ['(u8.const 256)', /"256" is no u8 \(line 1, column 1\)/],
  ['(u8.const)', /expected one number or word/],
  ['(bool.const 1)', /"1" is no bool/],
  ['(f32.const 1e39)', /"1e39" is no f32/],
  ['(char.const "ab")', /a char is one character/],
  ['(str.const a)', /expected a quoted string \(line 1, column 12\)/],
  ['(list.const 1)', /expected a value such as/],
  ['(record.const (field "a"))', /a field without a value/],
  ['(option.some)', /a payload does not fit option.some/],
  ['(result.ok (u8.const 1) (u8.const 1))', /one value too many/],
  ['(i32.const 1)', /unknown value "i32.const"/],
  ['()', /unknown value ""/],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(message)
})

test('a value of another type than the function has is refused', () => {
  for (const [text] of samples) {
    expect(() => toHostValue(read(text), { kind: 'stream' })).toThrow(/ is no value of type stream$/)
  }
  expect(() => toHostValue(read('(tuple.const)'), { kind: 'tuple', types: [u8] })).toThrow(
    /no value of type tuple/,
  )
  expect(() => toHostValue(read('(enum.const "z")'), { kind: 'enum', labels: ['a'] })).toThrow(
    /no value of type enum/,
  )
})

test('reads any text, or says what is wrong with it', () => {
  const words = fc.constantFrom(
    '(',
    ')',
    ' ',
    '"a"',
    '1',
    'list.const',
    'u8.const',
    'option.some',
    'field',
    'flags.const',
  )
  fc.assert(
    fc.property(fc.array(words), (parts) => {
      try {
        const value = read(`(${parts.join(' ')})`)
        expect(sameValue(read(formatComponentValue(value)), value)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(ScriptError)
      }
    }),
  )
})
