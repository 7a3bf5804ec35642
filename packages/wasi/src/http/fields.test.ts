import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fields } from './fields.js'
import { latin1Bytes, latin1Text } from './latin1.js'

const bytes = (text: string) => latin1Bytes(text)
const name = fc.stringMatching(/^x-[a-zA-Z!#$%&'*+.^_`|~0-9-]{1,12}$/)
const value = fc
  .uint8Array({ maxLength: 20 })
  .map((array) => array.map((byte) => (byte < 32 || byte === 127 ? 9 : byte)))
const list = fc.array(fc.tuple(name, value), { maxLength: 20 })

describe('fields', () => {
  test('what goes in comes out, in its order and casing', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const fields = Fields.fromList(entries) as Fields
        expect(fields.copyAll()).toEqual(entries)
        expect(fields.clone().copyAll()).toEqual(entries)
      }),
    )
  })

  test('names are the same in any casing', () => {
    fc.assert(
      fc.property(list, name, fc.array(value, { maxLength: 3 }), (entries, key, values) => {
        const fields = Fields.fromList(entries) as Fields
        expect(fields.set(key.toUpperCase(), values)).toBeUndefined()
        expect(fields.get(key.toLowerCase())).toEqual(values)
        expect(fields.has(key)).toBe(values.length > 0)
        const others = entries.filter(([other]) => other.toLowerCase() !== key.toLowerCase())
        expect(fields.copyAll().slice(0, others.length)).toEqual(others)
        expect(fields.getAndDelete(key)).toEqual(values)
        expect(fields.copyAll()).toEqual(others)
      }),
    )
  })

  test('no value can end its field', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 10 }), (array) => {
        const isGood = !array.some((byte) => (byte < 32 && byte !== 9) || byte === 127)
        const result = new Fields().append('x', array)
        expect(result).toEqual(isGood ? undefined : { tag: 'err', val: { tag: 'invalid-syntax' } })
      }),
    )
  })

  test.each(['', 'a b', 'a:b', 'a\n', 'ä', 'a\0'])('%j is no name', (text) => {
    const invalid = { tag: 'err', val: { tag: 'invalid-syntax' } }
    const fields = new Fields()
    expect(fields.append(text, bytes('a'))).toEqual(invalid)
    expect(fields.set(text, [])).toEqual(invalid)
    expect(fields.delete(text)).toEqual(invalid)
    expect(fields.has(text)).toBe(false)
    expect(Fields.fromList([[text, bytes('a')]])).toEqual(invalid)
  })

  test.each(['Host', 'connection', 'Keep-Alive', 'Transfer-Encoding', 'upgrade'])(
    '%s is forbidden',
    (text) => {
      expect(new Fields().append(text, bytes('a'))).toEqual({ tag: 'err', val: { tag: 'forbidden' } })
    },
  )

  test('frozen ones stay as they are, their clones do not', () => {
    const fields = (Fields.fromList([['a', bytes('1')]]) as Fields).freeze()
    const immutable = { tag: 'err', val: { tag: 'immutable' } }
    expect(fields.append('b', bytes('2'))).toEqual(immutable)
    expect(fields.set('a', [])).toEqual(immutable)
    expect(fields.delete('a')).toEqual(immutable)
    expect(fields.getAndDelete('a')).toEqual(immutable)
    const clone = fields.clone()
    expect(clone.append('b', bytes('2'))).toBeUndefined()
    expect(fields.has('b')).toBe(false)
  })

  test('too many', () => {
    const fields = new Fields()
    const large = new Uint8Array(100_000).fill(65)
    expect(fields.append('a', large)).toBeUndefined()
    expect(fields.append('b', large)).toEqual({ tag: 'err', val: { tag: 'size-exceeded' } })
    expect(fields.set('a', [large, large])).toEqual({ tag: 'err', val: { tag: 'size-exceeded' } })
    expect(fields.set('a', [large])).toBeUndefined()
    expect(fields.delete('a')).toBeUndefined()
    expect(fields.append('b', large)).toBeUndefined()
  })

  test('from Node and to Node, byte by byte', () => {
    const raw = ['X-One', 'a', 'host', 'gone', 'X-one', '\u{ff}\u{80}']
    const fields = Fields.fromRaw(raw)
    expect(fields.toRaw()).toEqual(['x-one', 'a', 'x-one', '\u{ff}\u{80}'])
    expect(fields.get('X-ONE').map(latin1Text)).toEqual(['a', '\u{ff}\u{80}'])
  })

  test('one content-length, and a number', () => {
    const fields = new Fields()
    expect(fields.append('Content-Length', bytes('1x'))).toMatchObject({ val: { tag: 'invalid-syntax' } })
    expect(fields.contentLength()).toBeUndefined()
    fields.append('Content-Length', bytes('12'))
    expect(fields.contentLength()).toBe(12)
    fields.append('content-length', bytes('13'))
    expect(() => fields.contentLength()).toThrow('several')
  })
})
