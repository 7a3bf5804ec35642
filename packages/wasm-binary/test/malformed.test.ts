import { BinaryError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { decodeModule, forEachInstruction } from '../src/index.js'
import { moduleBytes, section, vector } from './byte-modules.js'

function failure(bytes: Uint8Array): BinaryError {
  try {
    decodeModule(bytes)
  } catch (error) {
    if (error instanceof BinaryError) return error
    throw error
  }
  throw new TypeError('the bytes were decoded')
}

const functionSections = [section(1, vector([0x60, 0, 0])), section(3, vector([0]))]

describe('decodeModule refuses', () => {
  it.each([
    ['no bytes', new Uint8Array(), 'unexpected end', 0, undefined],
    ['another magic number', Uint8Array.of(0, 0x61, 0x73, 0x6e, 1, 0, 0, 0), 'magic header', 0, undefined],
    [
      'a component',
      Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
      'unknown binary version',
      4,
      undefined,
    ],
    ['an unknown section', moduleBytes(section(14, [])), 'malformed section id 14', 8, undefined],
    ['a second section', moduleBytes(section(1, [0]), section(1, [0])), 'second type section', 11, undefined],
    ['sections out of order', moduleBytes(section(3, [0]), section(1, [0])), 'out of order', 11, undefined],
    [
      'data count behind code',
      moduleBytes(section(10, [0]), section(12, [0])),
      'out of order',
      11,
      undefined,
    ],
    ['a section past the end', moduleBytes([1, 5, 0]), 'runs past the end', 10, undefined],
    ['bytes left over', moduleBytes(section(1, [0, 0])), 'section size mismatch', 11, 'type section'],
    [
      'a count without items',
      moduleBytes(section(1, [0xff, 0xff, 0xff, 0xff, 0x0f])),
      'count 4294967295',
      10,
      'type section',
    ],
    [
      'functions without code',
      moduleBytes(...functionSections),
      'inconsistent lengths: 1 and 0',
      18,
      undefined,
    ],
    ['a wrong data count', moduleBytes(section(12, [1])), 'data count and data section', 11, undefined],
    [
      'a body without end',
      moduleBytes(...functionSections, section(10, [1, 2, 0, 0])),
      'must end with end',
      23,
      'code section',
    ],
    [
      'an empty body',
      moduleBytes(...functionSections, section(10, [1, 1, 0, 0])),
      'without instructions',
      23,
      'code section',
    ],
    ['a custom section without name', moduleBytes(section(0, [])), 'unexpected end', 10, 'custom section'],
    ['a name that is no UTF-8', moduleBytes(section(0, [1, 0xff])), 'malformed UTF-8', 10, 'custom section'],
    ['an unknown type', moduleBytes(section(1, [1, 0x5d, 0])), 'unknown kind of type', 11, 'type section'],
    [
      'an import kind',
      moduleBytes(section(2, [1, 0, 0, 5, 0])),
      'malformed import or export kind',
      13,
      'import section',
    ],
    ['limits flags', moduleBytes(section(5, [1, 0x10, 0])), 'malformed limits flags', 11, 'memory section'],
    [
      'mutability',
      moduleBytes(section(6, [1, 0x7f, 2, 0x41, 0, 0x0b])),
      'malformed mutability',
      12,
      'global section',
    ],
    [
      'a constant without end',
      moduleBytes(section(6, [1, 0x7f, 0, 0x41, 0])),
      'unexpected end',
      15,
      'global section',
    ],
    [
      'an element kind',
      moduleBytes(section(9, [1, 8, 0])),
      'malformed element segment kind',
      11,
      'element section',
    ],
    ['a data kind', moduleBytes(section(11, [1, 3, 0])), 'malformed data segment kind', 11, 'data section'],
  ])('%s', (_, bytes, message, offset, sectionName) => {
    const error = failure(bytes)
    expect(error.message).toContain(message)
    expect({ offset: error.offset, section: error.section }).toEqual({ offset, section: sectionName })
  })

  it('more locals than engines allow', () => {
    const withLocals = (...groups: number[][]) => {
      const content = [...vector(...groups), 0x0b]
      return moduleBytes(...functionSections, section(10, [1, content.length, ...content]))
    }
    expect(() => decodeModule(withLocals([0xd0, 0x86, 0x03, 0x7f]))).not.toThrow()
    expect(failure(withLocals([0xd0, 0x86, 0x03, 0x7f], [1, 0x7f])).message).toContain(
      'too many locals: 50001',
    )
    expect(failure(withLocals([0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f])).message).toContain(
      'too many locals: 4294967295',
    )
  })

  it('nothing about deep nesting', () => {
    const depth = 100_000
    const nested = Uint8Array.from({ length: 3 * depth + 1 }, (_, index) =>
      index < 2 * depth ? [0x02, 0x40][index % 2]! : 0x0b,
    )
    let count = 0
    forEachInstruction(nested, () => count++)
    expect(count).toBe(2 * depth + 1)
  })
})
