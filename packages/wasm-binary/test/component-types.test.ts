import { describe, expect, it } from 'vitest'
import { type ComponentCoreType, type DefinedType, decodeComponent } from '../src/index.js'
import { section } from './byte-modules.js'
import { componentBytes, name } from './component-bytes.js'
import { assembleComponent } from './component-sources.js'

async function lastType(text: string): Promise<DefinedType> {
  const { definitions } = decodeComponent(await assembleComponent(text))
  const definition = definitions.at(-1)
  if (definition?.kind !== 'type') throw new TypeError(`${definition?.kind} is no type`)
  return definition.type
}

function coreTypesOf(bytes: Uint8Array): ComponentCoreType[] {
  return decodeComponent(bytes).definitions.flatMap((each) => (each.kind === 'core-type' ? [each.type] : []))
}

const primitives = 'bool s8 u8 s16 u16 s32 u32 s64 u64 f32 f64 char string error-context'.split(' ')

const types: readonly (readonly [string, DefinedType])[] = [
  [
    '(record (field "a" u8) (field "b" $other))',
    {
      kind: 'record',
      fields: [
        { label: 'a', type: 'u8' },
        { label: 'b', type: 0 },
      ],
    },
  ],
  [
    '(variant (case "a") (case "b" string))',
    {
      kind: 'variant',
      cases: [
        { label: 'a', type: undefined },
        { label: 'b', type: 'string' },
      ],
    },
  ],
  ['(list char)', { kind: 'list', element: 'char' }],
  ['(list u16 300)', { kind: 'list', element: 'u16', length: 300 }],
  ['(tuple u8 $other)', { kind: 'tuple', types: ['u8', 0] }],
  ['(flags "a" "b")', { kind: 'flags', labels: ['a', 'b'] }],
  ['(enum "a" "b")', { kind: 'enum', labels: ['a', 'b'] }],
  ['(option $other)', { kind: 'option', type: 0 }],
  ['(result)', { kind: 'result', ok: undefined, error: undefined }],
  ['(result u8 (error string))', { kind: 'result', ok: 'u8', error: 'string' }],
  ['(result (error string))', { kind: 'result', ok: undefined, error: 'string' }],
  ['(own $res)', { kind: 'own', resource: 1 }],
  ['(borrow $res)', { kind: 'borrow', resource: 1 }],
  ['(stream)', { kind: 'stream', element: undefined }],
  ['(stream u8)', { kind: 'stream', element: 'u8' }],
  ['(future $other)', { kind: 'future', element: 0 }],
  ['(map string $other)', { kind: 'map', key: 'string', value: 0 }],
  [
    '(func (param "a" u8) (result $other))',
    { kind: 'func', async: false, parameters: [{ label: 'a', type: 'u8' }], result: 0 },
  ],
  ['(func async)', { kind: 'func', async: true, parameters: [], result: undefined }],
  ['(resource (rep i32))', { kind: 'resource', representation: 'i32', destructor: undefined }],
]

describe('component types, as the text parser of the tools writes them', () => {
  it.each(primitives)('%s', async (primitive) => {
    expect(await lastType(`(type ${primitive})`)).toEqual({ kind: 'primitive', primitive })
  })

  it.each(types)('%s', async (text, expected) => {
    expect(await lastType(`(type $other (list u8)) (type $res (resource (rep i32))) (type ${text})`)).toEqual(
      expected,
    )
  })

  it('a resource with a destructor', async () => {
    const text = `(core module $m (func (export "d") (param i32))) (core instance $i (instantiate $m))
      (alias core export $i "d" (core func $d)) (type (resource (rep i32) (dtor (core func $d))))`
    expect(await lastType(text)).toMatchObject({ kind: 'resource', destructor: 0 })
  })

  it('components and instances', async () => {
    const text = `(type $t (list u8)) (type (component
      (core type (func (param i64)))
      (alias outer 1 $t (type $u))
      (import "a" (func (param "x" $u)))
      (export "b" (instance (export "r" (type (sub resource)))))))`
    expect(await lastType(text)).toMatchObject({
      kind: 'component',
      declarations: [
        { kind: 'core-type', type: { kind: 'rec' } },
        { kind: 'alias', sort: 'type', target: { kind: 'outer', count: 1, index: 0 } },
        { kind: 'type', type: { kind: 'func', parameters: [{ label: 'x', type: 0 }] } },
        { kind: 'import', name: 'a', type: { sort: 'func', type: 1 } },
        {
          kind: 'type',
          type: {
            kind: 'instance',
            declarations: [
              {
                kind: 'export',
                name: 'r',
                attributes: [],
                type: { sort: 'type', bound: { kind: 'sub resource' } },
              },
            ],
          },
        },
        { kind: 'export', name: 'b', type: { sort: 'instance', type: 2 } },
      ],
    })
  })
})

const emptyFunction = { kind: 'func', parameters: [], results: [] }
const plain = { explicit: false, types: [{ final: true, supertypes: [], composite: emptyFunction }] }
const open = { explicit: false, types: [{ final: false, supertypes: [], composite: emptyFunction }] }

describe('core types', () => {
  it('plain, open, and in a group', async () => {
    const bytes = await assembleComponent(
      '(core type (func)) (core type (sub (func))) (core rec (type (func)) (type (func)))',
    )
    expect(coreTypesOf(bytes)).toEqual([
      { kind: 'rec', group: plain },
      { kind: 'rec', group: open },
      { kind: 'rec', group: { explicit: true, types: [...plain.types, ...plain.types] } },
    ])
  })

  it('of modules', async () => {
    const bytes = await assembleComponent(`(core type $t (func)) (core type (module
      (type (sub (func))) (alias outer 1 $t (type)) (import "a" "b" (func (type 1))) (export "m" (memory 1 2))))`)
    expect(coreTypesOf(bytes)[1]).toEqual({
      kind: 'module',
      declarations: [
        { kind: 'type', group: open },
        { kind: 'alias', count: 1, index: 0 },
        { kind: 'import', module: 'a', name: 'b', type: { kind: 'func', type: 1 } },
        {
          kind: 'export',
          name: 'm',
          type: {
            kind: 'memory',
            type: { limits: { minimum: 1n, maximum: 2n }, shared: false, index: 'i32' },
          },
        },
      ],
    })
  })

  it('of modules, with the prefix of the specification before an open type', () => {
    const bytes = componentBytes(section(3, [1, 0x50, 1, 1, 0, 0x50, 0, 0x60, 0, 0]))
    expect(coreTypesOf(bytes)).toEqual([{ kind: 'module', declarations: [{ kind: 'type', group: open }] }])
  })

  it('within component types', () => {
    const bytes = componentBytes(
      section(7, [1, 0x41, 2, 0, 0, 0x50, 0, 0x60, 0, 0, 4, 1, ...name('m'), 0, 0x11, 0]),
    )
    expect(decodeComponent(bytes).definitions).toMatchObject([
      {
        type: {
          declarations: [
            { kind: 'core-type', offset: 13, type: { kind: 'rec', group: open } },
            { kind: 'export', offset: 20, name: 'm', type: { sort: 'core module', type: 0 } },
          ],
        },
      },
    ])
  })
})
