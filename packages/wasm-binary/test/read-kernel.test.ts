import { BinaryError, InvalidKernelError, KernelSignatureError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { decodeModule, readKernel } from '../src/index.js'
import { assemble } from './assemble.js'
import { diagnosticsOf, instantiateKernel, layDownStatics, sharedMemory } from './kernel-harness.js'

const parameters = '(param i32 i32 i32)'
const empty = `(func (export "kernel") ${parameters})`
const read = (text: string) => readKernel(assemble(text, { names: true }))
const rules = (text: string) => diagnosticsOf(() => read(text)).map(({ rule }) => rule)

describe('readKernel', () => {
  it.each(['""', '"env"'])('takes a memory from %s, shared or not', (from) => {
    for (const type of ['1', '0 65536 shared', '2 2 shared']) {
      const kernel = read(`(module (import ${from} "memory" (memory ${type}))
        (func (export "kernel") (param $i i32) (param i32 i32) (param $out i32) (param $len i32)
          (i32.store (i32.add (local.get $out) (i32.shl (local.get $i) (i32.const 2))) (local.get $len))))`)
      expect(kernel.bufferCount).toBe(1)
      expect(kernel.staticBytes).toBe(0)
      const memory = sharedMemory(1)
      instantiateKernel(kernel, memory).kernel(3, 4, 1, 64, 16)
      expect(new Int32Array(memory.buffer)[16 + 3]).toBe(16)
    }
  })

  it('does without a memory', () => {
    expect(read(`(module ${empty})`).bufferCount).toBe(0)
  })

  it.each([
    ['no bytes', new Uint8Array()],
    ['text', new TextEncoder().encode('(module)')],
    ['a truncated module', assemble(`(module ${empty})`).slice(0, -3)],
  ])('refuses %s', (_, bytes) => {
    expect(() => readKernel(bytes)).toThrow(InvalidKernelError)
    expect(() => readKernel(bytes)).toThrow(expect.objectContaining({ cause: expect.any(BinaryError) }))
  })

  it('refuses a reachable body that is malformed', () => {
    const bytes = assemble(
      `(module (func (export "kernel") ${parameters} (call 0 (i32.const 0) (i32.const 0) (i32.const 0))))`,
    )
    const call = bytes.lastIndexOf(0x10)
    for (const [index, value] of [
      [call, 0xff],
      [call + 1, 9],
    ] as const) {
      const broken = bytes.with(index, value)
      expect(() => readKernel(broken)).toThrow(InvalidKernelError)
    }
  })

  it('refuses a module without a function called kernel', () => {
    expect(() => read('(module)')).toThrow(/must export a function "kernel"; it exports nothing/)
    expect(() => read('(module (func (export "main")))')).toThrow(/it exports "main"/)
    expect(() => read('(module (global (export "kernel") i32 (i32.const 0)))')).toThrow(/it is a global/)
    expect(() => read('(module)')).toThrow(InvalidKernelError)
  })

  it('refuses another signature', () => {
    expect(() => read('(module (func (export "kernel") (param i32)))')).toThrow(KernelSignatureError)
  })

  it('names every foreign import, used or not', () => {
    const text = `(module (import "env" "log" (func $log)) (import "env" "memory" (memory 1)) (import "env" "g" (global i32))
      (import "other" "memory" (memory 1)) (func (export "kernel") ${parameters} (call $log)))`
    const found = diagnosticsOf(() => read(text))
    expect(found.filter(({ rule }) => rule === 'foreign-import').map(({ message }) => message)).toEqual([
      'import 0, "env" "log" (func), is not the memory',
      'import 2, "env" "g" (global), is not the memory',
      'import 3, "other" "memory" (memory), is not the memory',
    ])
    expect(found.map(({ rule }) => rule)).toContain('multiple-memories')
  })

  it.each([
    ['a memory of its own', `(module (memory 1) ${empty})`, 'defined-memory'],
    ['64-bit addresses', `(module (import "" "memory" (memory i64 1)) ${empty})`, 'memory64'],
    [
      'a start function',
      `(module (global $g (mut i32) (i32.const 0)) (func $s (global.set $g (i32.add (i32.const 1) (i32.const 2)))) (start $s) ${empty})`,
      'start-function',
    ],
    [
      'a start function that calls',
      `(module (func $a) (func $s (call $a)) (start $s) ${empty})`,
      'start-function',
    ],
  ])('refuses %s', (_, text, rule) => {
    expect(rules(text)).toEqual([rule])
  })

  it('takes active data as statics', () => {
    const kernel = read(`(module (import "" "memory" (memory 2)) (data (i32.const 100) "xyz")
      (func (export "kernel") ${parameters} (i32.store8 (i32.const 0) (i32.load8_u (i32.const 101)))))`)
    expect(kernel.statics).toEqual([{ address: 100, bytes: new TextEncoder().encode('xyz') }])
    expect(kernel.staticBytes).toBe(2 * 65_536)
    expect(decodeModule(kernel.bytes).data).toEqual([])
  })
})

// What wasm-ld --shared-memory writes for two segments and zeroed memory behind them.
const linkedForThreads = `(module (import "env" "memory" (memory 2 65536 shared))
  (data $rodata "constants") (data $tls "tls!")
  (global $__stack_pointer (mut i32) (i32.const 67584)) (global $__tls_base (mut i32) (i32.const 0))
  (func $__wasm_init_memory
    (block $wait (block $done (block $init
      (br_table $init $wait $done (i32.atomic.rmw.cmpxchg (i32.const 2032) (i32.const 0) (i32.const 1))))
      (global.set $__tls_base (i32.const 1040))
      (memory.init $rodata (i32.const 1024) (i32.const 0) (i32.const 9))
      (memory.init $tls (i32.const 1040) (i32.const 1) (i32.const 3))
      (memory.fill (i32.const 1044) (i32.const 0) (i32.const 900))
      (i32.atomic.store (i32.const 2032) (i32.const 2))
      (drop (memory.atomic.notify (i32.const 2032) (i32.const -1)))
      (br $wait))
      (drop (memory.atomic.wait32 (i32.const 2032) (i32.const 1) (i64.const -1))))
    (data.drop $rodata) (data.drop $tls))
  (start $__wasm_init_memory)
  (func (export "kernel") ${parameters}
    (i32.store8 (i32.const 0) (i32.load8_u (i32.const 1026)))
    (i32.store (i32.const 4) (global.get $__tls_base))))`

describe('a module linked for threads', () => {
  it('has its data laid down without its start function', () => {
    const kernel = read(linkedForThreads)
    expect(kernel.statics).toEqual([
      { address: 1024, bytes: new TextEncoder().encode('constants') },
      { address: 1040, bytes: new TextEncoder().encode('ls!') },
    ])
    expect(kernel.globals).toEqual([
      { exportName: 'weft:global:1', type: 'i32', initial: 1040, sourceIndex: 1 },
    ])
    const memory = sharedMemory(2)
    layDownStatics(kernel, memory)
    instantiateKernel(kernel, memory).kernel(0, 1, 1)
    expect(new Uint8Array(memory.buffer)[0]).toBe('n'.charCodeAt(0))
    expect(new Int32Array(memory.buffer)[1]).toBe(1040)
  })

  it('is refused if it copies at an unknown address, past a segment, or twice', () => {
    const init = '(memory.init $tls (i32.const 1040) (i32.const 1) (i32.const 3))'
    for (const other of [
      '(memory.init $tls (global.get $__tls_base) (i32.const 1) (i32.const 3))',
      '(memory.init $tls (i32.const 1040) (i32.const 1) (i32.const 4))',
      `${init} ${init}`,
      '(memory.fill (i32.const 1040) (i32.const 1) (i32.const 3))',
    ]) {
      expect(rules(linkedForThreads.replace(init, other))).toEqual(['start-function'])
    }
  })
})
