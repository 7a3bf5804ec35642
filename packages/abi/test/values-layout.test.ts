import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResourceType } from '../src/resource.js'
import type { FuncType, ValType } from '../src/types.js'
import { alignment, elem_size } from '../src/values/alignment.js'
import { contains_async_value, contains_borrow } from '../src/values/contains.js'
import { flatten_functype, flatten_type } from '../src/values/flattening.js'
import { sameType } from '../src/values/same-type.js'
import { randomType } from './support/random-types.js'
import { referenceLayout } from './support/reference-layout.js'
import { ptrTypes, ValueGuest } from './support/value-guest.js'

describe('layout', () => {
  it('is what the specification computes', () => {
    fc.assert(
      fc.property(randomType, fc.constantFrom(...ptrTypes), (type, pointer) => {
        const reference = referenceLayout(type, pointer)
        expect(alignment(type, pointer)).toBe(reference.alignment)
        expect(elem_size(type, pointer)).toBe(reference.size)
        expect(flatten_type(type, pointer)).toEqual(reference.flat.slice(0, 17))
      }),
      { numRuns: 1000 },
    )
  })

  it('takes no memory for each element of a long list of fixed length', () => {
    const type: ValType = { kind: 'list', element: { kind: 'u8' }, length: 2 ** 27 }
    expect(elem_size(type, 'i32')).toBe(2 ** 27)
    expect(flatten_type(type, 'i32')).toHaveLength(17)
  })
})

describe('flatten_functype', () => {
  const u32: ValType = { kind: 'u32' }
  const string: ValType = { kind: 'string' }
  const ft = (types: ValType[], result?: ValType): FuncType => ({
    params: types.map((type, index) => ({ label: `p${index}`, type })),
    result,
    async: false,
  })
  const sync = { ...new ValueGuest().guest.opts, async_: false }
  const async = { ...sync, async_: true }
  const wide = { ...new ValueGuest('utf8', 'i64').guest.opts, async_: false }

  it('passes up to 16 parameters flat, and more through memory', () => {
    expect(flatten_functype(sync, ft(Array(16).fill(u32)), 'lift').params).toHaveLength(16)
    expect(flatten_functype(sync, ft(Array(17).fill(u32)), 'lift').params).toEqual(['i32'])
    expect(flatten_functype(wide, ft(Array(17).fill(u32)), 'lower').params).toEqual(['i64'])
  })

  it('passes up to 4 parameters of an async lowered function flat', () => {
    expect(flatten_functype(async, ft(Array(4).fill(u32)), 'lower')).toEqual({
      params: Array(4).fill('i32'),
      results: ['i32'],
    })
    expect(flatten_functype(async, ft(Array(5).fill(u32), u32), 'lower')).toEqual({
      params: ['i32', 'i32'],
      results: ['i32'],
    })
    expect(flatten_functype(async, ft(Array(5).fill(u32)), 'lift').params).toHaveLength(5)
  })

  it('returns one result flat, and more through memory', () => {
    expect(flatten_functype(sync, ft([], u32), 'lower')).toEqual({ params: [], results: ['i32'] })
    expect(flatten_functype(sync, ft([], string), 'lower')).toEqual({ params: ['i32'], results: [] })
    expect(flatten_functype(sync, ft([], string), 'lift')).toEqual({ params: [], results: ['i32'] })
    expect(flatten_functype(wide, ft([], string), 'lift')).toEqual({ params: [], results: ['i64'] })
    expect(flatten_functype(async, ft([], string), 'lift').results).toEqual([])
    expect(flatten_functype({ ...async, callback: () => 0 }, ft([], string), 'lift').results).toEqual(['i32'])
  })
})

describe('predicates', () => {
  const resource = new ResourceType(undefined, undefined)
  const borrow: ValType = { kind: 'borrow', resource }
  const stream: ValType = { kind: 'stream' }
  const around = (type: ValType): ValType[] => [
    type,
    { kind: 'list', element: type },
    { kind: 'record', fields: [{ label: 'a', type }] },
    { kind: 'tuple', types: [{ kind: 'u8' }, type] },
    { kind: 'variant', cases: [{ label: 'a' }, { label: 'b', type }] },
    { kind: 'option', type },
    { kind: 'result', ok: type },
    { kind: 'result', error: type },
    { kind: 'map', key: { kind: 'u8' }, value: type },
    { kind: 'stream', element: type },
    { kind: 'future', element: type },
  ]

  it('find a borrow in every place', () => {
    for (const type of around(borrow)) expect(contains_borrow(type)).toBe(true)
    for (const type of around({ kind: 'own', resource })) expect(contains_borrow(type)).toBe(false)
  })

  it('find a stream or future in every place', () => {
    for (const type of around(stream)) expect(contains_async_value(type)).toBe(true)
    expect(contains_async_value({ kind: 'future' })).toBe(true)
    for (const type of around({ kind: 'u8' }).slice(0, -2)) expect(contains_async_value(type)).toBe(false)
    expect(contains_async_value(undefined)).toBe(false)
  })
})

describe('sameType', () => {
  it('compares by structure', () => {
    fc.assert(
      fc.property(randomType, randomType, (a, b) => {
        expect(sameType(a, structuredClone(a))).toBe(true)
        const text = (type: ValType) => JSON.stringify(type)
        expect(sameType(a, b)).toBe(text(a) === text(b))
      }),
    )
  })

  it('compares resources by identity, and nothing with nothing', () => {
    const [a, b] = [new ResourceType(undefined, undefined), new ResourceType(undefined, undefined)]
    expect(sameType({ kind: 'own', resource: a }, { kind: 'own', resource: a })).toBe(true)
    expect(sameType({ kind: 'own', resource: a }, { kind: 'own', resource: b })).toBe(false)
    expect(sameType({ kind: 'own', resource: a }, { kind: 'borrow', resource: a })).toBe(false)
    expect(sameType(undefined, undefined)).toBe(true)
    expect(sameType(undefined, { kind: 'u8' })).toBe(false)
    expect(sameType({ kind: 'stream' }, { kind: 'stream', element: undefined })).toBe(true)
  })
})
