import { describe, expect, it } from 'vitest'
import { decodeModule, encodeModule, forEachInstruction, remapInstructions } from '../src/index.js'
import { assemble } from './assemble.js'
import { body, moduleBytes, section, vector } from './byte-modules.js'
import { conformanceModules, missingConformance } from './conformance.js'
import { gcModule, moduleTexts } from './modules.js'

/** Checks that decoding and encoding gives back the bytes, and that every instruction can be read and rewritten. */
function expectRoundTrip(bytes: Uint8Array<ArrayBuffer>): void {
  const module = decodeModule(bytes)
  expect(encodeModule(module)).toEqual(bytes)
  for (const { instructions, instructionsOffset } of module.code) {
    let end = 0
    forEachInstruction(instructions, (instruction) => {
      expect(instruction.start).toBe(end)
      end = instruction.end
    })
    expect(end).toBe(instructions.length)
    expect(bytes.subarray(instructionsOffset, instructionsOffset + end)).toEqual(instructions)
    expect(remapInstructions(instructions, {})).toEqual(instructions)
  }
}

describe('conformance modules', () => {
  it.skipIf(missingConformance !== undefined)('come back byte for byte', () => {
    const modules = conformanceModules()
    expect(modules.length).toBeGreaterThan(150)
    for (const { name, bytes } of modules) {
      try {
        expectRoundTrip(bytes)
      } catch (error) {
        throw new Error(`${name}: ${error}`, { cause: error })
      }
    }
  })
})

describe('assembled modules', () => {
  it.each(Object.entries(moduleTexts))('%s', (_, text) => {
    for (const names of [false, true]) expectRoundTrip(assemble(text, { names }))
  })
})

describe('modules written byte by byte', () => {
  it('garbage collection, typed references, table64', () => {
    expect(() => new WebAssembly.Module(gcModule)).not.toThrow()
    expectRoundTrip(gcModule)
    expect(decodeModule(gcModule).types[0]).toEqual({
      explicit: true,
      types: [
        {
          final: true,
          supertypes: [],
          composite: {
            kind: 'struct',
            fields: [
              { storage: 'i8', mutable: true },
              { storage: { nullable: true, heap: 1 }, mutable: false },
            ],
          },
        },
        {
          final: true,
          supertypes: [],
          composite: { kind: 'array', field: { storage: { nullable: false, heap: 0 }, mutable: true } },
        },
      ],
    })
  })

  it('custom sections stay where they are', () => {
    const custom = (name: number, ...bytes: number[]) => section(0, [1, name, ...bytes])
    const bytes = moduleBytes(
      custom(0x61, 1),
      custom(0x62),
      section(1, vector([0x60, 0, 0])),
      custom(0x63, 2, 3),
      section(3, vector([0])),
      section(10, vector(body())),
      custom(0x64),
    )
    expect(decodeModule(bytes).customs.map(({ name, after }) => `${name} ${after}`)).toEqual([
      'a 0',
      'b 0',
      'c 1',
      'd 10',
    ])
    expectRoundTrip(bytes)
  })

  // wabt leaves the memory's index out of the binary.
  it('a data segment for the second memory', () => {
    const bytes = moduleBytes(
      section(5, vector([0, 1], [4, 1])),
      section(12, [1]),
      section(11, vector([2, 1, 0x42, 16, 0x0b, 2, 0, 0xff])),
    )
    expect(WebAssembly.validate(bytes)).toBe(true)
    expect(decodeModule(bytes).data[0]).toMatchObject({ mode: 'active', memory: 1 })
    expectRoundTrip(bytes)
  })

  it('integers in longer forms are written in their shortest', () => {
    const long = moduleBytes([1, 0x85, 0, 0x81, 0, 0x60, 0, 0])
    expect(encodeModule(decodeModule(long))).toEqual(moduleBytes(section(1, vector([0x60, 0, 0]))))
  })
})
