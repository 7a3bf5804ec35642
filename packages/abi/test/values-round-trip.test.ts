import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoreValue, ValType } from '../src/types.js'
import { CoreValueIter } from '../src/values/flat-lifting.js'
import { flatten_types } from '../src/values/flattening.js'
import { lift_flat_values, lower_flat_values } from '../src/values/lift-lower-values.js'
import { passPlan } from '../src/values/pass-plan.js'
import { randomTyped } from './support/random-types.js'
import { encodings, ptrTypes, ValueGuest } from './support/value-guest.js'

const encoding = fc.constantFrom(...encodings)
const ptrType = fc.constantFrom(...ptrTypes)
/** Flat where possible, and always through memory. */
const maxFlat = fc.constantFrom(16, 0)
const typed = fc.array(randomTyped, { minLength: 1, maxLength: 3 })

/** What core code gets for the values that were given to it: signed integers. */
function throughCore(flat: readonly CoreValue[]): CoreValue[] {
  return flat.map((value) =>
    typeof value === 'bigint'
      ? BigInt.asIntN(64, value)
      : Number.isInteger(value) && !Object.is(value, -0)
        ? value | 0
        : value,
  )
}

function floats(types: readonly ValType[], pointer: 'i32' | 'i64'): boolean {
  return flatten_types(types, pointer).some((type) => type.startsWith('f'))
}

describe('values', () => {
  it('come back from a guest as the host gave them', () => {
    fc.assert(
      fc.property(typed, encoding, ptrType, maxFlat, (parts, encoding, pointer, max_flat) => {
        const guest = new ValueGuest(encoding, pointer)
        const types = parts.map(({ type }) => type)
        const values = parts.map(({ value }) => value)
        const flat = lower_flat_values(guest.host, max_flat, values, types)
        const wasm = max_flat > 0 && floats(types, pointer) ? flat : throughCore(flat)
        expect(lift_flat_values(guest.host, max_flat, new CoreValueIter([...wasm]), types)).toStrictEqual(
          values,
        )
      }),
      { numRuns: 1500 },
    )
  })

  it('have the core types of the flattening', () => {
    fc.assert(
      fc.property(typed, encoding, ptrType, (parts, encoding, pointer) => {
        const types = parts.map(({ type }) => type)
        const expected = flatten_types(types, pointer)
        if (expected.length > 16) return
        const guest = new ValueGuest(encoding, pointer)
        const values = parts.map(({ value }) => value)
        const flat = lower_flat_values(guest.host, 16, values, types)
        expect(flat.map((value) => typeof value)).toEqual(
          expected.map((type) => (type === 'i64' ? 'bigint' : 'number')),
        )
        flat.forEach((value, index) => {
          if (expected[index] === 'i32') expect(Number.isInteger(value)).toBe(true)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('go from guest to guest as they would through the host', () => {
    fc.assert(
      fc.property(
        typed,
        fc.tuple(encoding, ptrType, maxFlat),
        fc.tuple(encoding, ptrType, maxFlat),
        (parts, [encodingA, pointerA, maxA], [encodingB, pointerB, maxB]) => {
          const a = new ValueGuest(encodingA, pointerA)
          const b = new ValueGuest(encodingB, pointerB)
          const types = parts.map(({ type }) => type)
          const values = parts.map(({ value }) => value)
          const given = lower_flat_values(a.host, maxA, values, types)
          const lifted = lift_flat_values(a.guest, maxA, new CoreValueIter(given), types)
          const taken = lower_flat_values(b.guest, maxB, lifted, types)
          expect(lift_flat_values(b.host, maxB, new CoreValueIter(taken), types)).toStrictEqual(values)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('are stored where the caller wants its results', () => {
    const guest = new ValueGuest()
    const types: ValType[] = [{ kind: 'tuple', types: [{ kind: 'u8' }, { kind: 'u32' }] }]
    expect(lower_flat_values(guest.host, 1, [[1, 2]], types, new CoreValueIter([16]))).toEqual([])
    expect(guest.memory.bytes.subarray(16, 24)).toEqual(Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0))
  })
})

describe('passPlan', () => {
  it('does what lifting and lowering would do', () => {
    fc.assert(
      fc.property(typed, fc.array(fc.integer(), { minLength: 16, maxLength: 16 }), (parts, bits) => {
        const types = parts.map(({ type }) => type)
        const plan = passPlan(types)
        const flatTypes = flatten_types(types, 'i32')
        if (plan === undefined) return
        expect(plan.slots).toHaveLength(flatTypes.length)
        const flat = flatTypes.map((type, index) => (type === 'i64' ? BigInt(bits[index]!) : bits[index]!))
        const guest = new ValueGuest()
        const outcome = (run: () => CoreValue[]) => {
          try {
            return run().map((value) => (typeof value === 'bigint' ? BigInt.asUintN(64, value) : value))
          } catch (error) {
            return String(error)
          }
        }
        const planned = outcome(() =>
          plan.slots.map((slot, index) => (slot ? slot(flat[index]!) : flat[index]!)),
        )
        const full = outcome(() =>
          lower_flat_values(
            guest.guest,
            16,
            lift_flat_values(guest.guest, 16, new CoreValueIter([...flat]), types),
            types,
          ),
        )
        const asI32 = (value: CoreValue) => (typeof value === 'number' ? value | 0 : value)
        if (typeof planned === 'string' || typeof full === 'string') expect(planned).toBe(full)
        else expect(planned.map(asI32)).toEqual(full.map(asI32))
        if (plan.identity) expect(planned).toEqual(outcome(() => flat))
      }),
      { numRuns: 1000 },
    )
  })

  it('passes numbers that fill their core type through', () => {
    const kinds = ['u32', 's32', 'u64', 's64', 'f32', 'f64'] as const
    expect(passPlan(kinds.map((kind) => ({ kind })))?.identity).toBe(true)
    expect(passPlan([])?.identity).toBe(true)
    expect(passPlan([{ kind: 'u8' }])?.identity).toBe(false)
    expect(
      passPlan([{ kind: 'tuple', types: [{ kind: 'u32' }, { kind: 'flags', labels: ['a'] }] }])?.identity,
    ).toBe(false)
  })

  it('is none where a value is more than a number, or where there are too many', () => {
    expect(passPlan([{ kind: 'string' }])).toBeUndefined()
    expect(passPlan([{ kind: 'list', element: { kind: 'u8' } }])).toBeUndefined()
    expect(passPlan([{ kind: 'option', type: { kind: 'u8' } }])).toBeUndefined()
    expect(passPlan([{ kind: 'stream' }])).toBeUndefined()
    expect(passPlan([{ kind: 'list', element: { kind: 'u32' }, length: 17 }])).toBeUndefined()
  })
})
