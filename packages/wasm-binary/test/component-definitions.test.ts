import { describe, expect, it } from 'vitest'
import { type Definition, decodeComponent, isComponent, readComponentNames } from '../src/index.js'
import { moduleBytes, section, vector } from './byte-modules.js'
import { componentBytes, componentHeader, name } from './component-bytes.js'
import { assembleComponent } from './component-sources.js'

function single(id: number, content: readonly number[]): Definition {
  const { definitions } = decodeComponent(componentBytes(section(id, content)))
  expect(definitions).toHaveLength(1)
  return definitions[0]!
}

const header = componentHeader.length
/** Where the first definition of a vector stands: behind a section's id and size, and the count. */
const first = header + 3
/** Where a definition that is a section stands. */
const whole = header + 2

describe('a definition of each kind', () => {
  const cases: readonly (readonly [string, number, readonly number[], unknown])[] = [
    [
      'core instance of a module',
      2,
      vector([0, 3, ...vector([...name('env'), 0x12, 4])]),
      {
        kind: 'core-instance',
        offset: first,
        expression: { kind: 'instantiate', module: 3, arguments: [{ name: 'env', instance: 4 }] },
      },
    ],
    [
      'core instance of exports',
      2,
      vector([1, ...vector([...name('a'), 4, 5])]),
      {
        kind: 'core-instance',
        offset: first,
        expression: { kind: 'exports', exports: [{ name: 'a', sort: 'core tag', index: 5 }] },
      },
    ],
    [
      'instance of a component',
      5,
      vector([0, 3, ...vector([...name('a'), 0, 0x11, 4], [...name('b'), 2, 5])]),
      {
        kind: 'instance',
        offset: first,
        expression: {
          kind: 'instantiate',
          component: 3,
          arguments: [
            { name: 'a', sort: 'core module', index: 4 },
            { name: 'b', sort: 'value', index: 5 },
          ],
        },
      },
    ],
    [
      'instance of exports',
      5,
      vector([1, ...vector([1, ...name('a'), 1, 6])]),
      {
        kind: 'instance',
        offset: first,
        expression: { kind: 'exports', exports: [{ name: 'a', attributes: [], sort: 'func', index: 6 }] },
      },
    ],
    [
      'alias of an export',
      6,
      vector([3, 0, 1, ...name('é')]),
      { kind: 'alias', offset: first, sort: 'type', target: { kind: 'export', instance: 1, name: 'é' } },
    ],
    [
      'alias of a core export',
      6,
      vector([0, 0, 1, 2, ...name('a')]),
      {
        kind: 'alias',
        offset: first,
        sort: 'core func',
        target: { kind: 'core export', instance: 2, name: 'a' },
      },
    ],
    [
      'outer alias',
      6,
      vector([4, 2, 1, 0x80, 1]),
      { kind: 'alias', offset: first, sort: 'component', target: { kind: 'outer', count: 1, index: 128 } },
    ],
    [
      'start',
      9,
      [1, ...vector([2], [3]), 4],
      { kind: 'start', offset: whole, func: 1, arguments: [2, 3], results: 4 },
    ],
    [
      'import with attributes',
      10,
      vector([
        2,
        ...name('a'),
        ...vector([0, ...name('x:y/z')], [1, ...name('.2')], [2, ...name('u')]),
        5,
        7,
      ]),
      {
        kind: 'import',
        offset: first,
        name: 'a',
        attributes: [
          { kind: 'implements', value: 'x:y/z' },
          { kind: 'versionsuffix', value: '.2' },
          { kind: 'external-id', value: 'u' },
        ],
        type: { sort: 'instance', type: 7 },
      },
    ],
    [
      'import of a core module',
      10,
      vector([0, ...name('a'), 0, 0x11, 7]),
      { kind: 'import', offset: first, name: 'a', attributes: [], type: { sort: 'core module', type: 7 } },
    ],
    [
      'import of a type',
      10,
      vector([0, ...name('a'), 3, 0, 7]),
      {
        kind: 'import',
        offset: first,
        name: 'a',
        attributes: [],
        type: { sort: 'type', bound: { kind: 'eq', type: 7 } },
      },
    ],
    [
      'import of a resource',
      10,
      vector([0, ...name('a'), 3, 1]),
      {
        kind: 'import',
        offset: first,
        name: 'a',
        attributes: [],
        type: { sort: 'type', bound: { kind: 'sub resource' } },
      },
    ],
    [
      'export',
      11,
      vector([0, ...name('a'), 1, 7, 0]),
      { kind: 'export', offset: first, name: 'a', attributes: [], sort: 'func', index: 7, type: undefined },
    ],
    [
      'export with a type',
      11,
      vector([0, ...name('a'), 1, 7, 1, 1, 8]),
      {
        kind: 'export',
        offset: first,
        name: 'a',
        attributes: [],
        sort: 'func',
        index: 7,
        type: { sort: 'func', type: 8 },
      },
    ],
    [
      'value',
      12,
      vector([0x7d, 1, 9]),
      { kind: 'value', offset: first, type: 'u8', bytes: Uint8Array.of(9) },
    ],
  ]

  it.each(cases)('%s', (_, id, content, expected) => {
    expect(single(id, content)).toEqual(expected)
  })

  it.each<readonly [string, readonly number[], unknown]>([
    ['equal to another', [0, 7], { kind: 'eq', value: 7 }],
    ['of a type', [1, 7], { kind: 'type', type: 7 }],
    ['of a type, as tools write it', [0x79], { kind: 'type', type: 'u32' }],
  ])('import of a value %s', (_, bound, expected) => {
    const found = single(10, vector([0, ...name('a'), 2, ...bound]))
    expect(found).toMatchObject({ kind: 'import', type: { sort: 'value', bound: expected } })
  })
})

describe('decodeComponent', () => {
  it('lists definitions in the order of the binary, with offsets in the whole input', () => {
    const inner = componentBytes(section(8, [1, 0x05]), section(0, [...name('note'), 1, 2]))
    const outer = componentBytes(section(8, [2, 0x05, 0x0d]), section(4, [...inner]), section(8, [1, 0x1f]))
    const decoded = decodeComponent(outer)
    expect(decoded).toMatchObject({ offset: 0, byteLength: outer.length, customSections: [] })
    expect(decoded.definitions.map(({ kind, offset }) => [kind, offset])).toEqual([
      ['canon', 11],
      ['canon', 12],
      ['component', 15],
      ['canon', 15 + inner.length + 3],
    ])
    expect(decoded.definitions[2]).toMatchObject({
      component: {
        offset: 15,
        byteLength: inner.length,
        definitions: [{ kind: 'canon', offset: 26 }],
        customSections: [{ name: 'note', offset: 34, bytes: Uint8Array.of(1, 2) }],
      },
    })
  })

  it('gives core modules as views of the input, also of a Buffer', () => {
    const module = moduleBytes(section(1, [0]))
    const bytes = Buffer.from(componentBytes(section(1, [...module])))
    const [definition] = decodeComponent(bytes).definitions
    if (definition?.kind !== 'core-module') throw new TypeError('not a module')
    expect(definition.bytes).toEqual(new Uint8Array(module))
    expect(definition.bytes.buffer).toBe(bytes.buffer)
    expect(definition.offset).toBe(whole)
  })
})

describe('isComponent', () => {
  it('looks at the layer, whatever the version', () => {
    expect(isComponent(componentBytes())).toBe(true)
    expect(isComponent(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 1, 0))).toBe(true)
    expect(isComponent(moduleBytes())).toBe(false)
    expect(isComponent(componentBytes().subarray(0, 7))).toBe(false)
    expect(isComponent(new Uint8Array(8))).toBe(false)
  })
})

describe('readComponentNames', () => {
  it('reads what tools write', async () => {
    const bytes = await assembleComponent(
      '(core module $m) (core type $ct (func)) (import "f" (func $f)) (import "g" (func $g)) (type $t u8)',
    )
    expect(readComponentNames(decodeComponent(bytes)).sorts).toEqual(
      new Map([
        ['core type', new Map([[0, 'ct']])],
        ['core module', new Map([[0, 'm']])],
        [
          'func',
          new Map([
            [0, 'f'],
            [1, 'g'],
          ]),
        ],
        ['type', new Map([[2, 't']])],
      ]),
    )
    expect(readComponentNames(decodeComponent(bytes), 'type').sorts).toEqual(
      new Map([['type', new Map([[2, 't']])]]),
    )
  })

  it('ignores what is malformed', () => {
    const subsections = [
      ...section(0, name('c')),
      ...section(1, [9, 0]),
      ...section(7, [1]),
      ...section(1, [1, ...vector([0, ...name('f')])]),
      ...[1, 100, 0],
    ]
    const bytes = componentBytes(section(0, [...name('component-name'), ...subsections]))
    expect(readComponentNames(decodeComponent(bytes))).toEqual({
      component: 'c',
      sorts: new Map([['func', new Map([[0, 'f']])]]),
    })
    expect(readComponentNames(decodeComponent(componentBytes()))).toEqual({ sorts: new Map() })
  })
})
