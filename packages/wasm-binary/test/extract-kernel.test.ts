import { KernelSignatureError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { decodeInstructions, decodeModule, extractKernel, functionType, readNames } from '../src/index.js'
import { assemble } from './assemble.js'
import { shadowStackGuest, tableGuest } from './guests.js'
import {
  diagnosticsOf,
  extractText,
  instantiateKernel,
  layDownStatics,
  sharedMemory,
} from './kernel-harness.js'

const parameters = '(param i32 i32 i32)'
const rules = (text: string) => diagnosticsOf(() => extractText(text)).map(({ rule }) => rule)

describe('the extracted module', () => {
  const kernel = extractText(shadowStackGuest)
  const module = decodeModule(kernel.bytes)

  it('has the kernel shape', () => {
    expect(module.imports).toEqual([
      {
        module: '',
        name: 'memory',
        type: {
          kind: 'memory',
          type: { limits: { minimum: 0n, maximum: 65_536n }, shared: true, index: 'i32' },
        },
      },
    ])
    expect(module.exports.map(({ name }) => name)).toEqual(['kernel', 'weft:stack'])
    expect(module.start).toBeUndefined()
    expect(module.data).toEqual([])
    expect(kernel.bufferCount).toBe(2)
  })

  it('holds the reachable functions with their names and table entries', () => {
    const names = ['add', 'subtract', 'multiply', 'apply', 'kernel']
    expect([...readNames(module).functions.values()]).toEqual(names)
    expect(kernel.functions.map(({ name }) => name)).toEqual(names)
    expect(module.tables[0]?.type.limits).toEqual({ minimum: 6n, maximum: 6n })
    const stub = names.length
    expect(module.elements.map(({ items }) => items)).toEqual([
      { kind: 'functions', indices: [0, 1, 2, stub] },
    ])
  })

  it('has a stub of the same type for an entry that no call can reach', () => {
    const { functions, code } = module
    expect(code.length).toBe(kernel.functions.length + 1)
    expect(functionType(module, functions.at(-1)!)?.parameters).toEqual(['f64'])
    expect(decodeInstructions(code.at(-1)!.instructions).map(({ name }) => name)).toEqual([
      'unreachable',
      'end',
    ])
  })

  it('describes statics and stack', () => {
    expect(kernel.statics.map(({ address, bytes }) => [address, bytes.length])).toEqual([
      [1024, 12],
      [1040, 4],
    ])
    expect(kernel.staticBytes).toBe(66_640)
    expect(kernel.stack).toEqual({ exportName: 'weft:stack', sizeBytes: 65_584 })
    expect(kernel.globals).toEqual([])
  })

  it('maps every instruction to its place in the source', () => {
    for (const text of [shadowStackGuest, tableGuest]) {
      const bytes = assemble(text, { names: true })
      const source = decodeModule(bytes)
      const imported = source.imports.filter(({ type }) => type.kind === 'func').length
      const extracted = extractText(text)
      const built = decodeModule(extracted.bytes)
      for (const [index, { offset, sourceIndex, sourceOffset }] of extracted.functions.entries()) {
        const here = built.code[index]!
        const there = source.code[sourceIndex - imported]!
        const place = (body: typeof here, shift: number) =>
          decodeInstructions(body.instructions).map(({ name, start }) => [
            name,
            start + body.instructionsOffset + shift,
          ])
        expect(offset).toBe(here.offset)
        expect(sourceOffset).toBe(there.offset)
        expect(place(here, sourceOffset - offset)).toEqual(place(there, 0))
      }
    }
  })
})

describe('globals', () => {
  it('that may change are exported with their values', () => {
    const kernel = extractText(
      `(module
      (import "env" "base" (global $base i32)) (import "env" "counter" (global $counter (mut i64)))
      (global $alias i32 (global.get $base))
      (global $offset i32 (i32.add (global.get $base) (i32.const 4)))
      (global $i32 (mut i32) (i32.const -5)) (global $i64 (mut i64) (i64.const -6))
      (global $f32 (mut f32) (f32.const 0.5)) (global $f64 (mut f64) (f64.const -0.25))
      (global $constant i32 (i32.const 77)) (global $copy (mut i32) (global.get $constant))
      (global $unused (mut i32) (i32.const 1))
      (memory 1)
      (func (export "kernel") ${parameters}
        (global.set $i64 (global.get $counter)) (drop (global.get $f32)) (drop (global.get $f64))
        (global.set $i32 (i32.add (global.get $alias) (global.get $offset)))
        (drop (global.get $copy)) (drop (global.get $constant))))`,
    )
    expect(kernel.globals).toEqual([
      { exportName: 'weft:global:0', type: 'i32', initial: 0, sourceIndex: 0 },
      { exportName: 'weft:global:1', type: 'i64', initial: 0n, sourceIndex: 1 },
      { exportName: 'weft:global:3', type: 'i32', initial: 0, sourceIndex: 3 },
      { exportName: 'weft:global:4', type: 'i32', initial: -5, sourceIndex: 4 },
      { exportName: 'weft:global:5', type: 'i64', initial: -6n, sourceIndex: 5 },
      { exportName: 'weft:global:6', type: 'f32', initial: 0.5, sourceIndex: 6 },
      { exportName: 'weft:global:7', type: 'f64', initial: -0.25, sourceIndex: 7 },
      { exportName: 'weft:global:9', type: 'i32', initial: 77, sourceIndex: 9 },
    ])
    const { kernel: run, exports } = instantiateKernel(kernel, sharedMemory(1))
    for (const { exportName, initial } of kernel.globals) {
      const global = exports[exportName] as WebAssembly.Global
      expect(global.value).toBe(initial)
      global.value = initial
    }
    ;(exports['weft:global:0'] as WebAssembly.Global).value = 40
    ;(exports['weft:global:3'] as WebAssembly.Global).value = 2
    run(0, 1, 1)
    expect((exports['weft:global:4'] as WebAssembly.Global).value).toBe(42)
  })

  it('of references and changing vectors are refused', () => {
    const found = diagnosticsOf(() =>
      extractText(`(module (global $v (mut v128) (v128.const i64x2 0 0)) (global $r (mut externref) (ref.null extern))
        (func $kernel (export "kernel") ${parameters} (drop (global.get $v)) (drop (global.get $r))))`),
    )
    expect(found.map(({ rule, functionName }) => [rule, functionName])).toEqual([
      ['global-type', 'kernel'],
      ['global-type', 'kernel'],
    ])
  })
})

describe('the shadow stack', () => {
  const body = (pointer: string) => `(local i32)
    (global.set ${pointer} (local.tee 3 (i32.sub (global.get ${pointer}) (i32.const 32))))
    (i32.store (local.get 3) (i32.const 1))
    (global.set ${pointer} (i32.add (local.get 3) (i32.const 32)))`
  const guest = (top: number, data = '', name = '$__stack_pointer') => `(module (memory 2) ${data}
    (global ${name} (mut i32) (i32.const ${top})) (func (export "kernel") ${parameters} ${body(name)}))`

  it.each([
    ['below the data', 32_768, '(data (i32.const 32768) "x")', 32_768],
    ['above the data', 65_536, '(data (i32.const 1024) "12345678")', 65_536 - 1032 - ((65_536 - 1032) % 16)],
    ['smaller than the least', 1024, '', 16_384],
    ['larger than the most', 64 * 2 ** 20, '', 2 ** 20],
  ])('%s', (_, top, data, sizeBytes) => {
    const kernel = extractText(guest(top, data))
    expect(kernel.stack).toEqual({ exportName: 'weft:stack', sizeBytes })
    expect(kernel.globals).toEqual([])
    expect(kernel.statics).toEqual([])
    expect(kernel.staticBytes).toBeGreaterThanOrEqual(top)
  })

  it('is recognised without a name, by how it moves', () => {
    const nameless = guest(65_536, '', '$g')
    expect(extractText(nameless).stack).toEqual({ exportName: 'weft:stack', sizeBytes: 65_536 })
    const unoptimised = `(module (memory 2) (global $g (mut i32) (i32.const 65536))
      (func (export "kernel") ${parameters} (local i32 i32 i32 i32)
        global.get $g local.set 3 i32.const 64 local.set 4 local.get 3 local.get 4 i32.sub local.set 5
        local.get 5 global.set $g
        local.get 5 i32.const 64 i32.add local.set 6 local.get 6 global.set $g))`
    expect(extractText(unoptimised).stack).toBeDefined()
  })

  it.each([
    [
      'a counter',
      '(global.set $g (i32.sub (global.get $g) (i32.const 1))) (global.set $g (i32.add (global.get $g) (i32.const 1)))',
      65_536,
    ],
    ['only read', '(drop (global.get $g))', 65_536],
    ['never raised again', '(global.set $g (i32.sub (global.get $g) (i32.const 16)))', 65_536],
    [
      'an odd start',
      '(global.set $g (i32.sub (global.get $g) (i32.const 16))) (global.set $g (i32.add (global.get $g) (i32.const 16)))',
      65_532,
    ],
  ])('is not %s', (_, code, initial) => {
    const kernel = extractText(`(module (memory 2) (global $g (mut i32) (i32.const ${initial}))
      (func (export "kernel") ${parameters} ${code}))`)
    expect(kernel.stack).toBeUndefined()
    expect(kernel.globals).toEqual([{ exportName: 'weft:global:0', type: 'i32', initial, sourceIndex: 0 }])
    expect(kernel.staticBytes).toBe(0)
  })
})

describe('static data', () => {
  const guest = (
    memory: string,
    rest: string,
  ) => `(module ${memory} (data (i32.const 16) "abc") (data (i32.const 65530) "0123456789")
    ${rest} (func (export "kernel") ${parameters} (i32.store8 (i32.const 0) (i32.load8_u (i32.const 17)))))`

  it('is laid down by address, as much as the module declares', () => {
    const kernel = extractText(guest('(memory 3)', ''))
    expect(kernel.staticBytes).toBe(3 * 65_536)
    const memory = sharedMemory(3)
    layDownStatics(kernel, memory)
    instantiateKernel(kernel, memory).kernel(0, 1, 1)
    expect(String.fromCharCode(new Uint8Array(memory.buffer)[0]!)).toBe('b')
  })

  it('takes the heap base where it is known, and what the data need where too much is declared', () => {
    expect(
      extractText(guest('(memory 3)', '(global (export "__heap_base") i32 (i32.const 70000))')).staticBytes,
    ).toBe(70_000)
    expect(
      extractText(guest('(memory 3)', '(global $~lib/memory/__heap_base i32 (i32.const 70016))')).staticBytes,
    ).toBe(70_016)
    expect(extractText(guest('(memory 1025)', '')).staticBytes).toBe(2 * 65_536)
  })

  it('leaves the size of the declared memory known', () => {
    for (const [memory, pages] of [
      ['(memory 3)', 3],
      ['(import "env" "memory" (memory 5 9))', 5],
      ['', 0],
    ] as const) {
      const kernel = extractText(`(module ${memory} (func (export "kernel") ${parameters}))`)
      expect(kernel.memoryBytes).toBe(pages * 65_536)
    }
  })

  it('is left out where nothing reads memory', () => {
    const kernel = extractText(`(module (memory 1) (data (i32.const 0) "abc")
      (func (export "kernel") ${parameters} (i32.store (i32.const 0) (i32.const 1))))`)
    expect(kernel).toMatchObject({ statics: [], staticBytes: 0 })
  })

  it('is a copy of the module bytes', () => {
    for (const bytes of [assemble(guest('(memory 3)', '')), Buffer.from(assemble(guest('(memory 3)', '')))]) {
      const kernel = extractKernel(decodeModule(bytes), 0)
      bytes.fill(0)
      expect(kernel.statics[0]?.bytes).toEqual(Uint8Array.of(97, 98, 99))
    }
  })

  it('at an address that is not known is refused if it may be read', () => {
    const text = (
      code: string,
    ) => `(module (import "env" "base" (global i32)) (memory 1) (data (global.get 0) "abc")
      (func (export "kernel") ${parameters} ${code}))`
    expect(rules(text('(drop (i32.load (i32.const 0)))'))).toEqual(['data-offset'])
    expect(extractText(text('')).statics).toEqual([])
  })

  it('that instantiation dropped stays empty for memory.init', () => {
    const kernel = extractText(`(module (memory 1) (data $d (i32.const 0) "abc")
      (func (export "kernel") ${parameters} (memory.init $d (i32.const 0) (i32.const 0) (local.get 0)) (data.drop $d)))`)
    const { kernel: run } = instantiateKernel(kernel, sharedMemory(1))
    expect(() => run(0, 1, 1)).not.toThrow()
    expect(() => run(1, 1, 1)).toThrow('out of bounds')
  })
})

describe('what cannot be extracted', () => {
  it('is named with function and offset, all of it', () => {
    const text = `(module (import "env" "log" (func $log (param i32))) (import "env" "pull" (func $pull))
      (memory 1)
      (func $helper (call $log (i32.const 1)) (drop (memory.grow (i32.const 1))))
      (func $kernel (export "kernel") ${parameters} (call $helper) (call $pull)))`
    const bytes = assemble(text, { names: true })
    const found = diagnosticsOf(() => extractText(text))
    expect(found.map(({ rule, functionIndex, functionName }) => [rule, functionIndex, functionName])).toEqual(
      [
        ['import-call', 3, 'kernel'],
        ['import-call', 2, 'helper'],
        ['memory-grow', 2, 'helper'],
      ],
    )
    expect(found.map(({ offset }) => bytes[offset!])).toEqual([0x10, 0x10, 0x40])
    expect(found[1]?.message).toContain('"env" "log"')
  })

  const table = (rest: string, call = '(call_indirect (local.get 0))') =>
    `(module (table $t 4 funcref) (func $f) ${rest} (func $kernel (export "kernel") ${parameters} ${call}))`

  it.each([
    [
      'an imported table',
      `(module (import "env" "t" (table 4 funcref)) (func (export "kernel") ${parameters} (call_indirect (local.get 0))))`,
    ],
    [
      'a table that another function sets',
      table('(elem declare func $f) (func (table.set $t (i32.const 0) (ref.func $f)))'),
    ],
    ['a table that grows', table('(func (drop (table.grow $t (ref.null func) (i32.const 1))))')],
    ['a table that is filled', table('(func (table.fill $t (i32.const 0) (ref.null func) (i32.const 1)))')],
    [
      'a table that is copied to',
      table('(table $u 1 funcref) (func (table.copy $t $u (i32.const 0) (i32.const 0) (i32.const 1)))'),
    ],
    [
      'a table that is initialised',
      table('(elem $e func $f) (func (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1)))'),
    ],
    ['a segment past the end', table('(elem (i32.const 4) $f)')],
    [
      'a segment at an unknown place',
      `(module (import "env" "base" (global i32)) (table 4 funcref) (func $f) (elem (global.get 0) $f) (func (export "kernel") ${parameters} (call_indirect (local.get 0))))`,
    ],
    [
      'changing the table itself',
      table('(elem declare func $f)', '(table.set $t (i32.const 0) (ref.func $f))'),
    ],
  ])('%s', (_, text) => {
    const found = diagnosticsOf(() => extractText(text))
    expect(found.map(({ rule }) => rule)).toEqual(['unresolved-table'])
    expect(found[0]?.offset).toBeGreaterThan(0)
  })

  it.each([
    ['memory64', `(module (memory i64 1) (func (export "kernel") ${parameters}))`, 'memory64'],
    [
      'two memories',
      `(module (memory 1) (memory 1) (func (export "kernel") ${parameters}))`,
      'multiple-memories',
    ],
    [
      'an import in the table',
      `(module (import "env" "f" (func $f)) (table 1 funcref) (elem (i32.const 0) $f) (func (export "kernel") ${parameters} (call_indirect (local.get 0))))`,
      'import-call',
    ],
    [
      'a reference to an import',
      `(module (import "env" "f" (func $f)) (elem declare func $f) (func (export "kernel") ${parameters} (drop (ref.func $f))))`,
      'import-call',
    ],
    [
      'an import as the kernel',
      `(module (import "env" "f" (func $f ${parameters})) (export "kernel" (func $f)))`,
      'import-call',
    ],
  ])('%s', (_, text, rule) => {
    expect(rules(text)).toEqual([rule])
  })

  it('a function of another type', () => {
    for (const type of [
      '(param i32 i32)',
      '(param i32 i32 i32 i32)',
      '(param i32 i32 i64)',
      '(param i32 i32 i32) (result i32)',
    ]) {
      const text = `(module (func (export "kernel") ${type} unreachable))`
      expect(() => extractText(text)).toThrow(KernelSignatureError)
    }
    expect(() =>
      extractText('(module (func $f (export "kernel") (param i64) (result f32) unreachable))'),
    ).toThrow(/function \$f has the type \(i64\) -> \(f32\); a kernel has \(i32 i32 i32/)
  })

  it('an index outside the module', () => {
    const module = decodeModule(assemble('(module (func))'))
    expect(() => extractKernel(module, 1)).toThrow(RangeError)
    expect(() => extractKernel(module, -1)).toThrow(RangeError)
    expect(() => extractKernel(module, 0.5)).toThrow(TypeError)
  })
})

describe('a module with little in it', () => {
  it('gets a memory and keeps atomics', () => {
    const bare = extractText(`(module (func (export "kernel") ${parameters}))`)
    expect(() => instantiateKernel(bare, sharedMemory(0)).kernel(0, 1, 1)).not.toThrow()
    const atomic = extractText(
      `(module (memory 1 1 shared) (func (export "kernel") ${parameters} (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))))`,
    )
    expect(() => instantiateKernel(atomic, sharedMemory(1)).kernel(0, 1, 1)).not.toThrow()
  })
})
