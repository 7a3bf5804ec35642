import { BinaryError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { decodeComponent } from '../src/index.js'
import { moduleBytes, section, vector } from './byte-modules.js'
import { componentBytes, name, nestedComponents, nestedTypes } from './component-bytes.js'

function failure(bytes: Uint8Array): BinaryError {
  try {
    decodeComponent(bytes)
  } catch (error) {
    if (error instanceof BinaryError) return error
    throw error
  }
  throw new TypeError('the bytes were decoded')
}

const huge = [0xff, 0xff, 0xff, 0xff, 0x0f]

describe('decodeComponent refuses', () => {
  it.each<readonly [string, Uint8Array, string, number, string | undefined]>([
    ['no bytes', new Uint8Array(), 'unexpected end', 0, undefined],
    ['another magic number', Uint8Array.of(0, 0x61, 0x73, 0x6e, 0x0d, 0, 1, 0), 'magic header', 0, undefined],
    ['a core module', moduleBytes(), 'unknown binary version', 4, undefined],
    [
      'another version',
      Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0c, 0, 1, 0),
      'unknown binary version',
      4,
      undefined,
    ],
    ['an unknown section', componentBytes(section(13, [])), 'malformed section id 13', 8, undefined],
    ['a section past the end', componentBytes([7, 5, 0]), 'runs past the end', 10, undefined],
    ['bytes left over', componentBytes(section(8, [1, 0x05, 0])), 'left over', 12, 'canon section'],
    [
      'bytes left over behind start',
      componentBytes(section(9, [0, 0, 0, 0])),
      'left over',
      13,
      'start section',
    ],
    ['a count without items', componentBytes(section(6, huge)), 'count 4294967295', 10, 'alias section'],
    ['a custom section without name', componentBytes(section(0, [])), 'unexpected end', 10, 'custom section'],
    [
      'a core module that is none',
      componentBytes(section(1, [0, 1, 2])),
      'magic header',
      10,
      'core module section',
    ],
    [
      'a component in place of a core module',
      componentBytes(section(1, [...componentBytes()])),
      'binary version',
      14,
      'core module section',
    ],
    [
      'a core module in place of a component',
      componentBytes(section(4, [...moduleBytes()])),
      'binary version',
      14,
      'component section',
    ],
    [
      'a core instance',
      componentBytes(section(2, [1, 2, 0])),
      'malformed core instance: 0x2',
      11,
      'core instance section',
    ],
    [
      'an argument of a core instance',
      componentBytes(section(2, vector([0, 0, 1, ...name('a'), 0x11, 0]))),
      'malformed sort of an argument: 0x11',
      16,
      'core instance section',
    ],
    [
      'a core sort',
      componentBytes(section(2, vector([1, 1, ...name('a'), 5, 0]))),
      'malformed core sort: 0x5',
      15,
      'core instance section',
    ],
    ['an instance', componentBytes(section(5, [1, 2, 0])), 'malformed instance: 0x2', 11, 'instance section'],
    ['a sort', componentBytes(section(6, [1, 6, 0, 0, 0])), 'malformed sort: 0x6', 11, 'alias section'],
    [
      'a core sort behind its prefix',
      componentBytes(section(6, [1, 0, 0x13, 0, 0])),
      'malformed core sort: 0x13',
      12,
      'alias section',
    ],
    ['an alias', componentBytes(section(6, [1, 1, 3, 0, 0])), 'malformed alias: 0x3', 12, 'alias section'],
    [
      'a core type',
      componentBytes(section(3, [1, 0, 0x60, 0, 0])),
      'malformed core type',
      12,
      'core type section',
    ],
    [
      'a kind of core type',
      componentBytes(section(3, [1, 0x5d])),
      'unknown kind of type',
      11,
      'core type section',
    ],
    [
      'a module type',
      componentBytes(section(3, [1, 0x50, 1, 4])),
      'malformed module type declaration: 0x4',
      13,
      'core type section',
    ],
    [
      'an alias in a module type',
      componentBytes(section(3, [1, 0x50, 1, 2, 0, 1, 0, 0])),
      'malformed sort of an alias',
      14,
      'core type section',
    ],
    [
      'an export alias in a module type',
      componentBytes(section(3, [1, 0x50, 1, 2, 0x10, 0, 0, 0])),
      'malformed alias in a module type',
      15,
      'core type section',
    ],
    ['a type', componentBytes(section(7, [1, 0x6c, 0])), 'malformed type: 0x6c', 11, 'type section'],
    [
      'a type index in place of a type',
      componentBytes(section(7, [1, 0])),
      'malformed type: 0x0',
      11,
      'type section',
    ],
    ['a value type', componentBytes(section(7, [1, 0x70, 0x40])), 'malformed value type', 12, 'type section'],
    [
      'an index past 32 bits',
      componentBytes(section(7, [1, 0x70, 0xff, 0xff, 0xff, 0xff, 0x1f])),
      'integer too large',
      12,
      'type section',
    ],
    [
      'a case that refines',
      componentBytes(section(7, vector([0x71, 1, ...name('a'), 0, 1, 0]))),
      'malformed case: 0x1',
      16,
      'type section',
    ],
    [
      'an optional type',
      componentBytes(section(7, [1, 0x6a, 2, 0])),
      'malformed optional',
      12,
      'type section',
    ],
    [
      'a result list',
      componentBytes(section(7, [1, 0x40, 0, 2, 0])),
      'malformed result list: 0x2',
      13,
      'type section',
    ],
    [
      'named results',
      componentBytes(section(7, [1, 0x40, 0, 1, 1, ...name('a'), 0x7d])),
      'malformed result list: 0x1',
      14,
      'type section',
    ],
    [
      'a declaration',
      componentBytes(section(7, [1, 0x41, 1, 5])),
      'malformed declaration: 0x5',
      13,
      'type section',
    ],
    [
      'an import of an instance type',
      componentBytes(section(7, [1, 0x42, 1, 3])),
      'an instance type has no imports',
      13,
      'type section',
    ],
    [
      'the type of a core import',
      componentBytes(section(10, vector([0, ...name('a'), 0, 0, 0]))),
      'a core func',
      14,
      'import section',
    ],
    [
      'a type bound',
      componentBytes(section(10, vector([0, ...name('a'), 3, 2]))),
      'malformed type bound: 0x2',
      15,
      'import section',
    ],
    [
      'a name form',
      componentBytes(section(10, vector([3, ...name('a'), 1, 0]))),
      'malformed name: 0x3',
      11,
      'import section',
    ],
    [
      'a name attribute',
      componentBytes(section(11, vector([2, ...name('a'), 1, 3, 0]))),
      'malformed name attribute: 0x3',
      15,
      'export section',
    ],
    [
      'a name that is no UTF-8',
      componentBytes(section(11, [1, 0, 1, 0xff, 1, 0, 0])),
      'malformed UTF-8',
      12,
      'export section',
    ],
    [
      'a canonical definition',
      componentBytes(section(8, [1, 0x43])),
      'malformed canonical definition: 0x43',
      11,
      'canon section',
    ],
    [
      'resource.drop async',
      componentBytes(section(8, [1, 0x07, 0])),
      'malformed canonical definition: 0x7',
      11,
      'canon section',
    ],
    [
      'backpressure.set',
      componentBytes(section(8, [1, 0x08])),
      'malformed canonical definition: 0x8',
      11,
      'canon section',
    ],
    [
      'a canonical option',
      componentBytes(section(8, [1, 0x1c, 1, 8])),
      'malformed canonical option: 0x8',
      13,
      'canon section',
    ],
    [
      'a lift of another sort',
      componentBytes(section(8, [1, 0, 1, 0, 0, 0])),
      'malformed sort of a canonical function: 0x1',
      12,
      'canon section',
    ],
    ['an async flag', componentBytes(section(8, [1, 0x06, 2])), 'malformed async flag', 12, 'canon section'],
    [
      'a cancellable flag',
      componentBytes(section(8, [1, 0x0c, 2])),
      'malformed cancellable flag',
      12,
      'canon section',
    ],
    [
      'shared-everything threads',
      componentBytes(section(8, [1, 0x40, 0, 0])),
      '`thread.spawn-ref` requires the shared-everything-threads proposal',
      11,
      'canon section',
    ],
    [
      'a value past the end',
      componentBytes(section(12, [1, 0x7d, 2, 0])),
      'runs past the end',
      13,
      'value section',
    ],
  ])('%s', (_, bytes, message, offset, sectionName) => {
    const error = failure(bytes)
    expect(error.message).toContain(message)
    expect({ offset: error.offset, section: error.section }).toEqual({ offset, section: sectionName })
  })

  it('what is malformed in a nested component, with the offset in the whole input', () => {
    const inner = componentBytes(section(8, [1, 0x43]))
    const error = failure(componentBytes(section(4, [...inner])))
    expect({ offset: error.offset, section: error.section }).toEqual({ offset: 21, section: 'canon section' })
  })
})

describe('nesting', () => {
  it('of types and of components is bounded', () => {
    expect(() => decodeComponent(nestedTypes(100))).not.toThrow()
    expect(failure(nestedTypes(101)).message).toContain('nested more than 100 deep')
    expect(() => decodeComponent(nestedComponents(100))).not.toThrow()
    expect(failure(nestedComponents(101)).message).toContain('nested more than 100 deep')
  })

  it('of types counts the components around them', () => {
    const within = (depth: number) => {
      let bytes = nestedTypes(50)
      for (let level = 0; level < depth; level++) bytes = componentBytes(section(4, [...bytes]))
      return bytes
    }
    expect(() => decodeComponent(within(50))).not.toThrow()
    expect(failure(within(51)).message).toContain('nested more than 100 deep')
  })
})
