import { BinaryError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import {
  decodeModule,
  type ExternType,
  functionTypeIndices,
  globalTypes,
  type Module,
  memoryTypes,
  readModuleInterface,
  subTypes,
  tableTypes,
  tagTypeIndices,
} from '../src/index.js'
import { moduleBytes, section, vector } from './byte-modules.js'
import { conformanceModules, missingConformance } from './conformance.js'
import { fuzzSeeds } from './fuzz-seeds.js'

/** The same, by way of the whole module. */
function interfaceOf(module: Module) {
  const spaces = {
    func: functionTypeIndices(module),
    table: tableTypes(module),
    memory: memoryTypes(module),
    global: globalTypes(module),
    tag: tagTypeIndices(module),
  }
  const exports = module.exports.map(({ name, kind, index }) => ({
    name,
    type: { kind, type: spaces[kind][index] } as ExternType,
  }))
  return { types: subTypes(module), imports: module.imports, exports }
}

/** True where a decoded module exports only what it has. */
function isConsistent(module: Module): boolean {
  return interfaceOf(module).exports.every(({ type }) => type.type !== undefined)
}

describe('readModuleInterface', () => {
  it('finds in seeds what the whole decoder finds', () => {
    for (const bytes of fuzzSeeds()) {
      expect(readModuleInterface(bytes)).toEqual(interfaceOf(decodeModule(bytes)))
    }
  })

  it.skipIf(missingConformance !== undefined)(
    'finds in official modules what the whole decoder finds',
    () => {
      const modules = conformanceModules()
      for (const { name, bytes } of modules) {
        const module = decodeModule(bytes)
        if (isConsistent(module)) expect(readModuleInterface(bytes), name).toEqual(interfaceOf(module))
      }
      expect(modules.length).toBeGreaterThan(100)
    },
  )

  it('passes over constants of every kind', () => {
    const constants = [
      [0x41, 0x80, 0x7f],
      [0x42, 0x80, 0x7f],
      [0x43, 0x0b, 0x0b, 0x0b, 0x0b],
      [0x44, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b],
      [0xfd, 12, ...new Array<number>(16).fill(0x0b)],
      [0xd0, 0x70],
      [0xd0, 0x0b],
      [0xd2, 0x0b],
      [0x23, 0x0b],
      [0x41, 0x0b, 0x41, 1, 0x6a, 0x41, 2, 0x6b, 0x41, 3, 0x6c],
      [0x42, 0x0b, 0x42, 1, 0x7c, 0x42, 2, 0x7d, 0x42, 3, 0x7e],
      [0xfb, 0, 0x0b],
      [0xfb, 1, 0x0b],
      [0xfb, 6, 0x0b],
      [0xfb, 7, 0x0b],
      [0xfb, 8, 0x0b, 0x0b],
      [0x41, 1, 0xfb, 28, 0xfb, 27, 0xfb, 26],
    ]
    const globals = constants.map((constant) => [0x7f, 0, ...constant, 0x0b])
    const exports = [[1, 0x61, 3, constants.length - 1]]
    const bytes = moduleBytes(section(6, vector(...globals)), section(7, vector(...exports)))
    expect(readModuleInterface(bytes)).toEqual({
      types: [],
      imports: [],
      exports: [{ name: 'a', type: { kind: 'global', type: { value: 'i32', mutable: false } } }],
    })
  })

  it('takes groups of any number of types', () => {
    const count = 2 ** 18
    const types = Array.from({ length: count }, () => [0x60, 0, 0]).flat()
    const bytes = moduleBytes(section(1, [1, 0x4e, 0x80, 0x80, 0x10, ...types]))
    expect(readModuleInterface(bytes).types).toHaveLength(count)
  })

  it('says where bytes are malformed, in the larger input', () => {
    const failure = (bytes: Uint8Array) => {
      try {
        readModuleInterface(bytes, 100)
      } catch (error) {
        if (error instanceof BinaryError) return `${error.offset}: ${error.message}`
        throw error
      }
      return 'none'
    }
    expect(failure(moduleBytes(section(7, [1, 1, 0x61, 0, 0])))).toMatch(/^113: unknown func 0/)
    expect(failure(moduleBytes(section(6, [1, 0x7f, 0, 0x20, 0, 0x0b])))).toMatch(
      /^113: unknown constant instruction/,
    )
    expect(failure(moduleBytes(section(3, [0, 0])))).toMatch(/^111: section size mismatch/)
    expect(failure(moduleBytes([3, 9]))).toMatch(/^110: length 9 runs past the end/)
    expect(failure(Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0))).toMatch(/^104: unknown binary version/)
  })
})
