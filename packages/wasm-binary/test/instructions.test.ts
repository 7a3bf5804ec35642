import { BinaryError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import {
  decodeInstructions,
  decodeModule,
  encodeInstruction,
  forEachInstruction,
  type Immediate,
  opcodeEntries,
  opcodeEntry,
  opcodeOf,
  remapInstructions,
  type Shape,
} from '../src/index.js'
import { assemble, disassemble } from './assemble.js'
import { body, moduleBytes, section, vector } from './byte-modules.js'

const samples: Record<Shape, Immediate | undefined> = {
  function: { kind: 'function', index: 3 },
  type: { kind: 'type', index: 1 },
  table: { kind: 'table', index: 0 },
  memory: { kind: 'memory', index: 0 },
  global: { kind: 'global', index: 0 },
  data: { kind: 'data', index: 0 },
  element: { kind: 'element', index: 0 },
  tag: { kind: 'tag', index: 0 },
  local: { kind: 'local', index: 300 },
  label: { kind: 'label', index: 0 },
  field: { kind: 'field', index: 2 },
  labels: { kind: 'labels', labels: [0, 1, 200], default: 3 },
  block: { kind: 'block', type: { kind: 'value', type: 'f64' } },
  memarg: { kind: 'memarg', align: 2, memory: 0, offset: 0x1_0000_0000n },
  i32: { kind: 'i32', value: -(2 ** 31) },
  i64: { kind: 'i64', value: -(2n ** 63n) },
  f32: { kind: 'f32', value: Math.fround(0.1), bits: 0x3dcccccd },
  f64: { kind: 'f64', value: -0, bits: 0x8000000000000000n },
  v128: { kind: 'v128', bytes: Uint8Array.from({ length: 16 }, (_, index) => index) },
  lane: { kind: 'lane', lane: 1 },
  shuffle: { kind: 'shuffle', lanes: Uint8Array.from({ length: 16 }, (_, index) => 2 * index) },
  count: { kind: 'count', count: 4 },
  heap: { kind: 'heap', type: 'extern' },
  reference: { kind: 'reference', type: { nullable: false, heap: 7 } },
  nullable: { kind: 'reference', type: { nullable: true, heap: 'i31' } },
  cast: {
    kind: 'cast',
    label: 2,
    source: { nullable: true, heap: 'eq' },
    target: { nullable: false, heap: 5 },
  },
  types: { kind: 'types', types: ['v128', { nullable: false, heap: 1 }] },
  catches: {
    kind: 'catches',
    catches: [
      { kind: 'catch', tag: 1, label: 2 },
      { kind: 'catch_all_ref', label: 0 },
    ],
  },
  zero: undefined,
}

function sampleOf(shapes: readonly Shape[]): Immediate[] {
  return shapes.map((shape) => samples[shape]).filter((sample) => sample !== undefined)
}

describe('every instruction', () => {
  const entries = opcodeEntries()

  it.each(entries.map((entry) => [`${entry.name} 0x${entry.opcode.toString(16)}`, entry] as const))(
    '%s',
    (_, entry) => {
      const immediates = sampleOf(entry.shapes)
      const code = encodeInstruction({ opcode: entry.opcode, immediates })
      const opening = entry.shapes.includes('block') ? [0x0b] : []
      const closing = entry.name === 'end' || entry.name === 'delegate' ? [0x02, 0x40] : []
      const [instruction] = decodeInstructions(
        Uint8Array.from([...closing, ...code, ...opening, 0x0b]),
      ).slice(closing.length === 0 ? 0 : 1)
      expect(instruction).toMatchObject({ opcode: entry.opcode, name: entry.name, immediates })
      expect(instruction!.end - instruction!.start).toBe(code.length)
    },
  )

  // An independent list of names: wabt's. It knows no garbage collection, and reads some only inside a block.
  const unknownToWabt =
    /^(struct|array|i31|any|extern|ref\.(i31|test|cast|eq|as)|br_on|try|catch|delegate|rethrow|else|end|throw_ref)/
  const plain = entries.filter(({ name }) => !unknownToWabt.test(name))
  const shapesForWabt = new Set<Shape>([
    'memarg',
    'lane',
    'i32',
    'i64',
    'f32',
    'f64',
    'v128',
    'shuffle',
    'zero',
  ])

  it('has the name that wabt gives it', () => {
    const checked = plain.filter(({ shapes }) => shapes.every((shape) => shapesForWabt.has(shape)))
    expect(checked.length).toBeGreaterThan(480)
    for (const { opcode, name, shapes } of checked) {
      const narrow: Immediate[] = sampleOf(shapes).map((sample) =>
        sample.kind === 'memarg' ? { ...sample, align: 0, offset: 4n } : sample,
      )
      const bytes = moduleBytes(
        section(1, vector([0x60, 0, 0])),
        section(3, vector([0])),
        section(5, vector([0, 1])),
        section(10, vector(body(...encodeInstruction({ opcode, immediates: narrow })))),
      )
      expect(disassemble(bytes)).toMatch(new RegExp(`^\\s+${name.replaceAll('.', '\\.')}(\\s|\\)|$)`, 'm'))
    }
  })
})

describe('remapInstructions', () => {
  const text = `(module
    (type $a (func)) (type $b (func (param i32) (result i32)))
    (import "" "f" (func $f)) (memory $m 1) (memory $n 1) (table $t 2 funcref) (table $u 2 funcref)
    (global $g (mut i32) (i32.const 0)) (global $h (mut i32) (i32.const 0))
    (tag $e) (tag $x (param i32)) (elem func $f) (elem func $f) (data "a") (data "b")
    (func $k (param i32) (result i32) (local i32 i32)
      (block $l (block $m (br_if $m (local.get 1)) (br_table $l $m $l (local.get 2))))
      (block $c (result i32) (try_table (catch $x $c) (throw $x (global.get $h))) (i32.const 0)) drop
      (call $f) (i32.load $n offset=7 (i32.const 0)) drop
      (memory.init $n 1 (i32.const 0) (i32.const 0) (i32.const 0)) (data.drop 1)
      (memory.copy $n $m (i32.const 0) (i32.const 0) (i32.const 0))
      (table.init $u 1 (i32.const 0) (i32.const 0) (i32.const 0)) (elem.drop 1)
      (table.copy $u $t (i32.const 0) (i32.const 0) (i32.const 0))
      (ref.func $k) drop (global.set $h (i32.const 1))
      (loop (type $b) (param i32) (result i32)) 
      (call_indirect $u (type $b) (i32.const 1))))`

  it('changes every index of a space and nothing else', () => {
    // wabt cannot parse a loop with a parameter from an empty stack: a value is pushed first.
    const module = decodeModule(assemble(text.replace('(loop (type', '(local.get 0) (loop (type')))
    const { instructions } = module.code[0]!
    const before = indices(instructions)
    for (const space of [
      'function',
      'type',
      'table',
      'memory',
      'global',
      'data',
      'element',
      'tag',
      'local',
      'label',
    ]) {
      const mapped = remapInstructions(instructions, { [space]: (index: number) => index + 1000 })
      const after = indices(mapped)
      expect(after.map(({ index }, position) => index - before[position]!.index)).toEqual(
        before.map((use) => (use.space === space ? 1000 : 0)),
      )
      expect(before.some((use) => use.space === space)).toBe(true)
      expect(remapInstructions(mapped, { [space]: (index: number) => index - 1000 }).length).toBe(
        mapped.length,
      )
    }
  })

  it('keeps offsets when indices become smaller', () => {
    const code = Uint8Array.from([
      ...encodeInstruction({ opcode: opcodeOf('call'), immediates: [{ kind: 'function', index: 70_000 }] }),
      ...encodeInstruction({
        opcode: opcodeOf('call_indirect'),
        immediates: [samples.type!, { kind: 'table', index: 300 }],
      }),
      ...encodeInstruction({
        opcode: opcodeOf('block'),
        immediates: [{ kind: 'block', type: { kind: 'type', index: 99 } }],
      }),
      0x0b,
      0x0b,
    ])
    const mapped = remapInstructions(code, { function: () => 1, table: () => 2, type: () => 3 })
    expect(starts(mapped)).toEqual(starts(code))
    expect(indices(mapped).map(({ index }) => index)).toEqual([1, 3, 2, 3])
  })
})

function starts(code: Uint8Array): number[] {
  return decodeInstructions(code).map(({ start }) => start)
}

/** Every index in an expression with the space it belongs to. */
function indices(code: Uint8Array): { space: string; index: number }[] {
  const found: { space: string; index: number }[] = []
  const add = (space: string, index: number) => found.push({ space, index })
  forEachInstruction(code, ({ immediates }) => {
    for (const immediate of immediates) {
      if ('index' in immediate) add(immediate.kind, immediate.index)
      if (immediate.kind === 'memarg') add('memory', immediate.memory)
      if (immediate.kind === 'block' && immediate.type.kind === 'type') add('type', immediate.type.index)
      if (immediate.kind === 'labels')
        for (const label of [...immediate.labels, immediate.default]) add('label', label)
      if (immediate.kind === 'catches') {
        for (const clause of immediate.catches) {
          if ('tag' in clause) add('tag', clause.tag)
          add('label', clause.label)
        }
      }
    }
  })
  return found
}

describe('opcodeOf', () => {
  it('finds every name, and the plain one of several', () => {
    for (const { name } of opcodeEntries()) expect(opcodeEntry(opcodeOf(name))?.name).toBe(name)
    expect(opcodeOf('select')).toBe(0x1b)
    expect(opcodeOf('ref.test')).toBe(0xfb_0014)
    expect(() => opcodeOf('i32.nothing')).toThrow(RangeError)
  })
})

describe('malformed expressions', () => {
  it.each([
    ['no end', [0x01]],
    ['bytes behind the end', [0x0b, 0x01]],
    ['an unknown opcode', [0xff, 0x0b]],
    ['an unknown sub-opcode', [0xfd, 0x9a, 0x01, 0x0b]],
    ['a sub-opcode beyond 16 bits', [0xfc, 0x80, 0x80, 0x04, 0x0b]],
    ['a long br_table', [0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x0b]],
    ['memory flags', [0x28, 0x80, 0x01, 0x00, 0x0b]],
    ['an unknown block type', [0x02, 0x7a, 0x0b, 0x0b]],
  ])('%s', (_, bytes) => {
    expect(() => forEachInstruction(Uint8Array.from(bytes), () => {}, 0x1000)).toThrow(BinaryError)
    expect(() => forEachInstruction(Uint8Array.from(bytes), () => {}, 0x1000)).toThrow(/offset 0x100/)
  })
})
