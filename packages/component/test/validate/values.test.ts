import type { ComponentBinary, ComponentValueType, DefinedValueType, Definition } from '@weft/wasm-binary'
import { describe, expect, it } from 'vitest'
import { validateComponent } from '../../src/validate.js'

const offset = 8

function component(...definitions: readonly Definition[]): ComponentBinary {
  return { definitions, customSections: [], offset, byteLength: 0 }
}

const type = (defined: DefinedValueType): Definition => ({ kind: 'type', offset, type: defined })
const value = (type: ComponentValueType, ...bytes: number[]): Definition => ({
  kind: 'value',
  offset,
  type,
  bytes: Uint8Array.of(...bytes),
})
const exported = (index: number, name = 'v'): Definition => ({
  kind: 'export',
  offset,
  name,
  attributes: [],
  sort: 'value',
  index,
})

/** A component that exports a type and a value of it. */
const withValue = (defined: DefinedValueType, bytes: readonly number[]): ComponentBinary =>
  component(
    type(defined),
    { kind: 'export', offset, name: 't', attributes: [], sort: 'type', index: 0 },
    value(1, ...bytes),
    exported(0),
  )

const pair: DefinedValueType = { kind: 'tuple', types: ['u8', 'string'] }
const choice: DefinedValueType = { kind: 'variant', cases: [{ label: 'a' }, { label: 'b', type: 'u16' }] }

describe('encoded values', () => {
  it.each<[DefinedValueType, readonly number[]]>([
    [{ kind: 'primitive', primitive: 'bool' }, [1]],
    [{ kind: 'primitive', primitive: 's16' }, [0x80, 0x80, 0x7e]],
    [{ kind: 'primitive', primitive: 'u64' }, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [{ kind: 'primitive', primitive: 'char' }, [0xe2, 0x98, 0x83]],
    [pair, [7, 2, 0x68, 0x69]],
    [choice, [1, 5]],
    [{ kind: 'list', element: 'f32' }, [1, 0, 0, 0, 0]],
    [{ kind: 'flags', labels: ['a', 'b', 'c'] }, [5]],
    [{ kind: 'option', type: 'u8' }, [0]],
    [{ kind: 'result', error: 'string' }, [1, 0]],
    [{ kind: 'map', key: 'u8', value: 'bool' }, [2, 1, 0, 2, 1]],
  ])('of %j are taken', (defined, bytes) => {
    const { exports } = validateComponent(withValue(defined, bytes))
    expect(exports.get('v')).toMatchObject({ sort: 'value', type: { kind: defined.kind } })
  })

  it.each<[DefinedValueType, readonly number[], string]>([
    [{ kind: 'primitive', primitive: 'bool' }, [2], 'case 2 of 2'],
    [{ kind: 'primitive', primitive: 's16' }, [0xff, 0xff, 0x7d], 'integer too large'],
    [{ kind: 'primitive', primitive: 'char' }, [0xed, 0xa0, 0x80], 'malformed UTF-8'],
    [pair, [7], 'unexpected end'],
    [choice, [2], 'case 2 of 2'],
    [{ kind: 'list', element: 'u8' }, [200, 1], 'more than'],
    [{ kind: 'option', type: 'u8' }, [0, 0], 'bytes left over'],
    [{ kind: 'stream' }, [0], 'has no encoding'],
  ])('of %j are refused where they are malformed: %j', (defined, bytes, message) => {
    expect(() => validateComponent(withValue(defined, bytes))).toThrow(message)
  })
})

describe('values', () => {
  it('are used exactly once', () => {
    expect(() => validateComponent(component(value('u8', 1)))).toThrow('value index 0 was not used')
    const twice = component(value('u8', 1), exported(0), exported(0, 'w'))
    expect(() => validateComponent(twice)).toThrow('value 0 cannot be used more than once')
  })

  it('go through start functions by their types', () => {
    const start = (argument: Definition, results: number) =>
      component(
        type({ kind: 'primitive', primitive: 'u8' }),
        {
          kind: 'type',
          offset,
          type: { kind: 'func', async: false, parameters: [{ label: 'x', type: 'u8' }], result: 'string' },
        },
        { kind: 'import', offset, name: 'f', attributes: [], type: { sort: 'func', type: 1 } },
        argument,
        { kind: 'start', offset, func: 0, arguments: [0], results },
        exported(1),
      )
    expect(validateComponent(start(value(0, 3), 1)).exports.get('v')).toEqual({
      sort: 'value',
      type: 'string',
    })
    expect(() => validateComponent(start(value(0, 3), 0))).toThrow('has a result count of 0')
    expect(() => validateComponent(start(value('u16', 3), 1))).toThrow('value type mismatch')
  })
})
