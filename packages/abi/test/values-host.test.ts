import { describe, expect, it } from 'vitest'
import type { ValType } from '../src/types.js'
import { CoreValueIter } from '../src/values/flat-lifting.js'
import { lift_flat_values, lower_flat_values } from '../src/values/lift-lower-values.js'
import { store } from '../src/values/storing.js'
import { ValueGuest } from './support/value-guest.js'

const list = (element: ValType, length?: number): ValType => ({ kind: 'list', element, length })
const option = (type: ValType): ValType => ({ kind: 'option', type })
const record = (fields: Record<string, ValType>): ValType => ({
  kind: 'record',
  fields: Object.entries(fields).map(([label, type]) => ({ label, type })),
})
const [u8, u32, s64, string] = [{ kind: 'u8' }, { kind: 'u32' }, { kind: 's64' }, { kind: 'string' }] as const
const color: ValType = { kind: 'enum', labels: ['red', 'DNS-timeout'] }
const shape: ValType = { kind: 'variant', cases: [{ label: 'none' }, { label: 'circle', type: u8 }] }

function lower(value: unknown, type: ValType, max_flat = 16) {
  return lower_flat_values(new ValueGuest().host, max_flat, [value], [type])
}

/** What the host gets back. */
function back(value: unknown, type: ValType): unknown {
  const guest = new ValueGuest()
  const flat = lower_flat_values(guest.host, 16, [value], [type])
  return lift_flat_values(guest.host, 16, new CoreValueIter(flat), [type])[0]
}

describe('a JavaScript value that does not fit', () => {
  const request = record({ 'header-list': list(record({ name: string })) })

  it.each<[unknown, ValType, typeof TypeError, string]>([
    [
      { headerList: [{ name: 'a' }, { name: 7 }] },
      request,
      TypeError,
      'params[0].headerList[1].name: expected string, got number',
    ],
    [
      { headerList: [{}] },
      request,
      TypeError,
      'params[0].headerList[0].name: expected string, got undefined',
    ],
    [{}, request, TypeError, 'params[0].headerList: expected array, got undefined'],
    [null, request, TypeError, 'params[0]: expected object, got null'],
    [-1, u8, RangeError, 'params[0]: expected u8 (an integer from 0 to 255), got -1'],
    [256, u8, RangeError, 'got 256'],
    [1.5, u32, RangeError, 'got 1.5'],
    [Number.NaN, u32, RangeError, 'got NaN'],
    [2 ** 32, u32, RangeError, 'got 4294967296'],
    [-(2 ** 31) - 1, { kind: 's32' }, RangeError, 'got -2147483649'],
    ['1', u32, TypeError, 'expected number, got string'],
    [1n, u32, TypeError, 'expected number, got bigint'],
    [1, s64, TypeError, 'expected bigint, got number'],
    [2n ** 63n, s64, RangeError, 'expected s64, got 9223372036854775808'],
    [-1n, { kind: 'u64' }, RangeError, 'expected u64, got -1'],
    ['1', { kind: 'f64' }, TypeError, 'expected number, got string'],
    [1, { kind: 'bool' }, TypeError, 'expected boolean, got number'],
    ['ab', { kind: 'char' }, RangeError, 'expected one Unicode scalar value, got "ab"'],
    ['', { kind: 'char' }, RangeError, 'got ""'],
    ['\ud800', { kind: 'char' }, RangeError, 'expected one Unicode scalar value'],
    ['blue', color, RangeError, 'expected one of red, DNS-timeout, got "blue"'],
    [0, color, TypeError, 'expected string, got number'],
    [{ tag: 'square' }, shape, RangeError, 'expected one of none, circle as tag, got "square"'],
    ['circle', shape, TypeError, 'expected object with tag and val, got string'],
    [{ tag: 'circle', val: 'x' }, shape, TypeError, 'params[0].val: expected number, got string'],
    [{ tag: 'error' }, { kind: 'result' }, RangeError, 'expected one of ok, err as tag, got "error"'],
    ['x', option(u8), TypeError, 'params[0]: expected number, got string'],
    [undefined, option(option(u8)), TypeError, 'expected object with tag and val, got undefined'],
    [[1], { kind: 'tuple', types: [u8, u8] }, RangeError, 'expected array of length 2'],
    [{ 0: 1 }, { kind: 'tuple', types: [u8] }, TypeError, 'expected array, got object'],
    [[1, 300], { kind: 'tuple', types: [u8, u8] }, RangeError, 'params[0][1]: expected u8'],
    [[1, 2, 3], list(u8, 2), RangeError, 'expected array of length 2'],
    ['text', list(u8), TypeError, 'expected array, got string'],
    [
      new Map([['a', 'b']]),
      { kind: 'map', key: string, value: u8 },
      TypeError,
      'params[0][0][1]: expected number, got string',
    ],
    [{ a: 1 }, { kind: 'map', key: string, value: u8 }, TypeError, 'expected Map, got object'],
    [
      { isOn: 1 },
      { kind: 'flags', labels: ['is-on'] },
      TypeError,
      'params[0].isOn: expected boolean, got number',
    ],
    [{}, { kind: 'error-context' }, TypeError, 'expected ErrorContext, got object'],
  ])('is named with the path to it: %o', (value, type, error, message) => {
    for (const max_flat of [16, 1]) {
      const attempt = () => lower(value, type, max_flat)
      expect(attempt).toThrow(error)
      expect(attempt).toThrow(max_flat === 16 ? message : message.replace('params[0]', 'result'))
    }
  })

  it('is named from the root that a caller gives', () => {
    const guest = new ValueGuest()
    expect(() => store(guest.host, [1, 'b'], { kind: 'tuple', types: [u8, u8] }, 0, 'element')).toThrow(
      'element[1]: expected number, got string',
    )
  })

  it('may be an error of the one who maps resources', () => {
    const guest = new ValueGuest()
    const cause = new TypeError('not a Fields')
    const host = {
      ...guest.host.host!,
      lowerOwn: () => {
        throw cause
      },
    }
    const type: ValType = { kind: 'tuple', types: [{ kind: 'own', resource: {} as never }] }
    const attempt = () => lower_flat_values({ ...guest.host, host }, 16, [[1]], [type])
    expect(attempt).toThrow(expect.objectContaining({ message: 'params[0][0]: not a Fields', cause }))
  })

  it('leaves errors of the value itself alone', () => {
    const broken = {
      get name() {
        throw new SyntaxError('mine')
      },
    }
    expect(() => lower(broken, record({ name: string }))).toThrow(SyntaxError)
  })
})

describe('JavaScript values', () => {
  it('may be given in other forms than they come back', () => {
    expect(back(null, option(u8))).toBeUndefined()
    expect(back([1, 2], list(u8))).toEqual(Uint8Array.of(1, 2))
    expect(back([1, 2], list(u8, 2))).toEqual(Uint8Array.of(1, 2))
    expect(back(Int16Array.of(1, -2), list({ kind: 's16' }))).toEqual([1, -2])
    expect(back(Uint8Array.of(1, 2), list(u32))).toEqual([1, 2])
    expect(back(BigInt64Array.of(1n, -2n), list(s64))).toEqual([1n, -2n])
    expect(back(new Uint8Array([0, 1, 2, 3]).subarray(1, 3), list(u8))).toEqual(Uint8Array.of(1, 2))
    expect(back({}, { kind: 'flags', labels: ['is-on'] })).toEqual({ isOn: false })
    expect(back({ tag: 'none', val: 1 }, shape)).toEqual({ tag: 'none' })
    expect(back({ tag: 'ok' }, { kind: 'result', error: u8 })).toEqual({ tag: 'ok', val: undefined })
  })

  it('keep tags as WIT spells them, and have keys in camel case', () => {
    expect(back('DNS-timeout', color)).toBe('DNS-timeout')
    expect(back({ aUrlB2: 1 }, record({ 'a-URL-b2': u8 }))).toEqual({ aUrlB2: 1 })
  })

  it('of a typed array of other numbers are checked', () => {
    expect(() => lower(Int8Array.of(-1), list(u8))).toThrow('params[0][0]: expected u8')
    expect(() => lower(new DataView(new ArrayBuffer(2)), list(u8))).toThrow('expected array, got object')
  })

  it("that are bytes are a copy of the guest's", () => {
    const guest = new ValueGuest()
    const flat = lower_flat_values(guest.host, 16, [Uint8Array.of(1, 2)], [list(u8)])
    const [bytes] = lift_flat_values(guest.host, 16, new CoreValueIter([...flat]), [list(u8)])
    guest.memory.bytes.fill(0)
    expect(bytes).toEqual(Uint8Array.of(1, 2))
  })

  it('that are not a number have one form', () => {
    const guest = new ValueGuest()
    guest.memory.view.setUint32(8, 0x7fa00001, true)
    guest.memory.view.setUint32(12, 1, true)
    const [value] = lift_flat_values(guest.host, 0, new CoreValueIter([8]), [{ kind: 'f32' }])
    const [values] = lift_flat_values(guest.host, 16, new CoreValueIter([8, 1]), [list({ kind: 'f32' })])
    const bits = (number: unknown) => new Uint32Array(Float32Array.of(number as number).buffer)[0]
    expect(bits(value)).toBe(0x7fc00000)
    expect(bits((values as number[])[0])).toBe(0x7fc00000)
  })
})
