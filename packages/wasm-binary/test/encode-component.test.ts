import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { print } from '@bytecodealliance/jco-transpile/wasm-tools'
import { describe, expect, it } from 'vitest'
import {
  type ComponentBinary,
  type Definition,
  decodeComponent,
  encodeComponent,
  encodeComponentNames,
  readComponentNames,
} from '../src/index.js'
import { section, vector } from './byte-modules.js'
import { componentBytes, name } from './component-bytes.js'
import { content } from './component-content.js'
import { conformanceComponents, missingComponents } from './component-sources.js'

const guests = resolve(import.meta.dirname, '../../../apps/guests/build')
const missingGuests = existsSync(guests) ? undefined : `no guests at ${guests}: npm run build builds them`
if (missingGuests !== undefined) console.warn(`skipped: ${missingGuests}`)

const components = await conformanceComponents()

function hasValues({ definitions }: ComponentBinary): boolean {
  const isValue = (each: Definition) =>
    each.kind === 'value' ||
    each.kind === 'start' ||
    (each.kind === 'component' && hasValues(each.component)) ||
    JSON.stringify(content(each)).includes('"sort":"value"')
  return definitions.some(isValue)
}

describe.skipIf(missingComponents !== undefined)(`official components${missingComponents ?? ''}`, () => {
  const decoded = components.flatMap(({ name, bytes }) =>
    bytes === undefined ? [] : [{ name, bytes, component: decodeComponent(bytes) }],
  )

  it('are what they were when they are encoded and decoded again', () => {
    expect(decoded.length).toBeGreaterThan(100)
    for (const { name, component } of decoded)
      expect(content(decodeComponent(encodeComponent(component))), name).toEqual(content(component))
  })

  it('have the bytes that other tools write', () => {
    // Tools write types of values without the code that the specification has for them.
    const alike = decoded.filter(({ component }) => !hasValues(component))
    expect(alike.length).toBeGreaterThan(decoded.length * 0.9)
    for (const { name, bytes, component } of alike)
      expect(Buffer.compare(encodeComponent(component), bytes), name).toBe(0)
  })
})

describe.skipIf(missingGuests !== undefined)(`guests${missingGuests ?? ''}`, () => {
  const files = missingGuests === undefined ? readdirSync(guests).filter((file) => /\.wasm$/.test(file)) : []

  it.each(files)('%s has the same text', async (file) => {
    const bytes = readFileSync(join(guests, file))
    const encoded = encodeComponent(decodeComponent(bytes))
    expect(content(decodeComponent(encoded))).toEqual(content(decodeComponent(bytes)))
    expect(await print(encoded)).toBe(await print(bytes))
  })
})

describe('what no tool writes', () => {
  const cases: readonly (readonly [string, Uint8Array])[] = [
    [
      'attributes of names',
      componentBytes(section(10, vector([2, ...name('a:b/c'), ...vector([1, ...name('.1')]), 5, 0]))),
    ],
    [
      'values',
      componentBytes(section(12, vector([0x7d, 1, 7])), section(10, vector([0, ...name('v'), 2, 1, 0x7d]))),
    ],
    ['a start function', componentBytes(section(9, [3, ...vector([1], [2]), 1]))],
    [
      'custom sections between definitions of one kind',
      componentBytes(
        section(7, vector([0x7d])),
        section(0, [...name('x'), 1, 2]),
        section(7, vector([0x7c])),
        section(0, [...name('y')]),
      ),
    ],
    ['an open core type', componentBytes(section(3, vector([0, 0x50, 0, 0x60, 0, 0])))],
  ]

  it.each(cases)('%s', (_name, bytes) => {
    expect(encodeComponent(decodeComponent(bytes))).toEqual(bytes)
  })

  it('custom sections of components that were not decoded stand at the end', () => {
    const encoded = encodeComponent({
      definitions: [{ kind: 'type', offset: 0, type: { kind: 'primitive', primitive: 'u8' } }],
      customSections: [{ name: 'x', offset: 0, bytes: Uint8Array.of(1) }],
    })
    expect(encoded).toEqual(componentBytes(section(7, vector([0x7d])), section(0, [...name('x'), 1])))
  })

  it('names can be read again', () => {
    const names = {
      component: 'whole',
      sorts: new Map([
        ['instance', new Map([[1, 'b']])],
        ['core func', new Map([[0, 'a']])],
      ] as const),
    }
    const encoded = encodeComponent({ definitions: [], customSections: [encodeComponentNames(names)] })
    expect(readComponentNames(decodeComponent(encoded))).toEqual(names)
  })
})
