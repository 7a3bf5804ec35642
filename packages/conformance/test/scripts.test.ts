import { describe, expect, test } from 'vitest'
import { runScript } from './support/run-script.js'

/** All assertions of the script hold. */
async function holds(text: string): Promise<void> {
  const { passed, failures, skips } = await runScript(text)
  expect({ failures, skips }).toEqual({ failures: [], skips: [] })
  expect(passed).toBe(text.split('(assert_').length - 1)
}

async function reasons(text: string): Promise<string[]> {
  const { failures, skips } = await runScript(text)
  expect(failures).toEqual([])
  return skips.map(({ reason }) => reason)
}

describe('the state of an instance', () => {
  test('memory is kept between calls, has its own size, and cannot be left', () =>
    holds(`
      (module (memory 1) (data (i32.const 65532) "\\01\\02\\03\\04")
        (func (export "load") (param i32) (result i32) (i32.load8_u offset=1 (local.get 0)))
        (func (export "store") (param i32 v128) (v128.store offset=4 (local.get 0) (local.get 1)))
        (func (export "lane") (param i32 v128) (result v128)
          (v128.load16_lane 7 (local.get 0) (local.get 1)))
        (func (export "far") (param i32) (result i32) (i32.load offset=0xffffffff (local.get 0)))
        (func (export "size") (result i32) (memory.size)))
      (assert_return (invoke "load" (i32.const 65532)) (i32.const 2))
      (invoke "store" (i32.const 0) (v128.const i64x2 -1 -1))
      (assert_return (invoke "load" (i32.const 3)) (i32.const 255))
      (assert_return (invoke "load" (i32.const 2)) (i32.const 0))
      (assert_return (invoke "lane" (i32.const 65532) (v128.const i64x2 0 0)) (v128.const i16x8 0 0 0 0 0 0 0 513))
      (assert_trap (invoke "load" (i32.const 65535)) "out of bounds memory access")
      (assert_trap (invoke "load" (i32.const -1)) "out of bounds memory access")
      (assert_trap (invoke "store" (i32.const 65520) (v128.const i64x2 0 0)) "out of bounds memory access")
      (assert_trap (invoke "far" (i32.const 0)) "out of bounds memory access")
      (assert_trap (invoke "far" (i32.const -1)) "out of bounds memory access")
      (assert_return (invoke "size") (i32.const 1))`))

  test('bulk instructions check both ends, and a dropped segment is empty', () =>
    holds(`
      (module (memory 1) (data $p "\\01\\02\\03") (data $a (i32.const 8) "\\09")
        (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
        (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
        (func (export "init") (param i32 i32 i32) (memory.init $p (local.get 0) (local.get 1) (local.get 2)))
        (func (export "active") (param i32) (memory.init $a (i32.const 0) (i32.const 0) (local.get 0)))
        (func (export "drop") (data.drop $p))
        (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
      (assert_return (invoke "init" (i32.const 0) (i32.const 1) (i32.const 2)))
      (assert_return (invoke "load" (i32.const 0)) (i32.const 0x0302))
      (assert_return (invoke "copy" (i32.const 1) (i32.const 0) (i32.const 8)))
      (assert_return (invoke "load" (i32.const 0)) (i32.const 0x030202))
      (assert_return (invoke "fill" (i32.const 65535) (i32.const 7) (i32.const 1)))
      (assert_return (invoke "fill" (i32.const 65536) (i32.const 7) (i32.const 0)))
      (assert_trap (invoke "fill" (i32.const 65536) (i32.const 7) (i32.const 1)) "out of bounds memory access")
      (assert_trap (invoke "fill" (i32.const 1) (i32.const 7) (i32.const -1)) "out of bounds memory access")
      (assert_trap (invoke "copy" (i32.const 0) (i32.const 65535) (i32.const 2)) "out of bounds memory access")
      (assert_trap (invoke "copy" (i32.const 65535) (i32.const 0) (i32.const 2)) "out of bounds memory access")
      (assert_trap (invoke "init" (i32.const 0) (i32.const 2) (i32.const 2)) "out of bounds memory access")
      (assert_return (invoke "active" (i32.const 0)))
      (assert_trap (invoke "active" (i32.const 1)) "out of bounds memory access")
      (invoke "drop")
      (assert_return (invoke "init" (i32.const 65536) (i32.const 0) (i32.const 0)))
      (assert_trap (invoke "init" (i32.const 0) (i32.const 1) (i32.const 0)) "out of bounds memory access")`))

  test('mutable globals of every type keep their bits, and can be got', () =>
    holds(`
      (module
        (global $i (export "i") (mut i64) (i64.const -2)) (global $f (mut f32) (f32.const nan:0x200000))
        (global $v (export "v") (mut v128) (v128.const i64x2 1 2)) (global $c (export "c") f64 (f64.const -nan:0x4))
        (func (export "add") (result i64) (global.set $i (i64.add (global.get $i) (i64.const 5))) (global.get $i))
        (func (export "bits") (result i32) (i32.reinterpret_f32 (global.get $f)))
        (func (export "next") (result v128)
          (global.set $v (i64x2.add (global.get $v) (v128.const i64x2 1 1))) (global.get $v)))
      (assert_return (get "i") (i64.const -2))
      (assert_return (invoke "add") (i64.const 3))
      (assert_return (invoke "add") (i64.const 8))
      (assert_return (get "i") (i64.const 8))
      (assert_return (get "c") (f64.const -nan:0x4))
      (assert_return (invoke "bits") (i32.const 0x7fa00000))
      (assert_return (invoke "next") (v128.const i64x2 2 3))
      (assert_return (invoke "next") (v128.const i64x2 3 4))
      (assert_return (get "v") (v128.const i64x2 3 4))`))

  test('a start function runs once, and definitions are instantiated anew', () =>
    holds(`
      (module definition $D (global $g (export "g") (mut i32) (i32.const 40))
        (func $add (export "add") (global.set $g (i32.add (global.get $g) (i32.const 1)))) (start $add))
      (module instance $a $D) (module instance $b $D)
      (invoke $a "add")
      (assert_return (get $a "g") (i32.const 42))
      (assert_return (get $b "g") (i32.const 41))
      (assert_trap (module (func $f unreachable) (start $f)) "unreachable")`))

  test('several results, calls through tables, and traps of every kind', () =>
    holds(`
      (module (type $t (func (result i32))) (table 4 funcref) (elem (i32.const 1) $one $none)
        (func $one (type $t) (i32.const 1)) (func $none)
        (func (export "many") (param i32 f64 v128) (result v128 f64 i32)
          (local.get 2) (local.get 1) (local.get 0))
        (func (export "call") (param i32) (result i32) (call_indirect (type $t) (local.get 0)))
        (func (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
        (func (export "trunc") (param f64) (result i64) (i64.trunc_f64_s (local.get 0)))
        (func (export "stop") unreachable))
      (assert_return (invoke "many" (i32.const 7) (f64.const nan:0x123) (v128.const i64x2 5 6))
        (v128.const i64x2 5 6) (f64.const nan:0x123) (i32.const 7))
      (assert_return (invoke "call" (i32.const 1)) (i32.const 1))
      (assert_trap (invoke "call" (i32.const 2)) "indirect call type mismatch")
      (assert_trap (invoke "call" (i32.const 3)) "uninitialized element 3")
      (assert_trap (invoke "call" (i32.const 4)) "undefined element")
      (assert_trap (invoke "div" (i32.const 1) (i32.const 0)) "integer divide by zero")
      (assert_trap (invoke "div" (i32.const 0x80000000) (i32.const -1)) "integer overflow")
      (assert_trap (invoke "trunc" (f64.const nan)) "invalid conversion to integer")
      (assert_trap (invoke "trunc" (f64.const inf)) "integer overflow")
      (assert_trap (invoke "stop") "unreachable")`))
})

describe('other modules', () => {
  test('what spectest exports is there, and a memory may be shared', () =>
    holds(`
      (module $m (memory (export "mem") 1) (global (export "g") i32 (i32.const 9))
        (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1))))
      (register "M" $m)
      (module (import "M" "mem" (memory 1)) (global $g (import "M" "g") i32)
        (import "spectest" "print_i32" (func $print (param i32)))
        (global $s (import "spectest" "global_i64") i64) (data (global.get $g) "\\05")
        (func (export "load") (param i32) (result i32) (call $print (i32.const 1)) (i32.load (local.get 0)))
        (func (export "s") (result i64) (global.get $s)))
      (assert_return (invoke "load" (i32.const 9)) (i32.const 5))
      (invoke $m "store" (i32.const 9) (i32.const 6))
      (assert_return (invoke "load" (i32.const 9)) (i32.const 6))
      (assert_return (invoke "s") (i64.const 666))
      (module (import "spectest" "memory" (memory 1)) (data (i32.const 0) "a")
        (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
      (assert_return (invoke "load") (i32.const 97))`))

  test('what cannot be there is named', async () => {
    expect(
      await reasons(`
        (module $m (func (export "f")) (global (export "g") (mut i32) (i32.const 0)) (table (export "t") 1 funcref)
          (func (export "own") (call_indirect (i32.const 0))))
        (register "M" $m)
        (module (import "M" "f" (func $f)) (import "M" "g" (global $g (mut i32))) (import "M" "t" (table 0 funcref))
          (elem (i32.const 0) $f)
          (func (export "a") (call $f))
          (func (export "b") (result i32) (global.get $g))
          (func (export "c") (call_indirect (i32.const 0))))
        (assert_return (invoke "a"))
        (assert_return (invoke "b") (i32.const 0))
        (assert_trap (invoke "c") "uninitialized element")
        (assert_trap (invoke $m "own") "uninitialized element")`),
    ).toEqual([
      'calls a function of another module, "M" "f"',
      'uses a global of another module, "M" "g"',
      'uses a table of another module, "M" "t"',
      'a table that another module has changed',
    ])
  })
})

test('proposals that an engine knows run, and traps that devices do not tell apart are skipped', async () => {
  const script = `
    (module (type $s (struct (field i32))) (type $a (array i8)) (tag $e (param i32))
      (func (export "get") (result i32) (struct.get $s 0 (struct.new $s (i32.const 7))))
      (func (export "null") (result i32) (struct.get $s 0 (ref.null $s)))
      (func (export "at") (param i32) (result i32)
        (array.get_u $a (array.new $a (i32.const 1) (i32.const 3)) (local.get 0)))
      (func (export "throw") (throw $e (i32.const 1)))
      (func $f (export "tail") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (return_call $f (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 5)))))
    (assert_return (invoke "get") (i32.const 7))
    (assert_trap (invoke "null") "null structure reference")
    (assert_trap (invoke "at" (i32.const 5)) "out of bounds array access")
    (assert_exception (invoke "throw"))
    (assert_return (invoke "tail" (i32.const 100000)) (i32.const 5))
    (module (memory 1 1 shared)
      (func (export "add") (param i32 i32) (result i32) (i32.atomic.rmw.add (local.get 0) (local.get 1)))
      (func (export "load") (param i32) (result i32) (i32.atomic.load (local.get 0)))
      (func (export "notify") (result i32) (memory.atomic.notify (i32.const 0) (i32.const 0))))
    (assert_return (invoke "add" (i32.const 0) (i32.const 5)) (i32.const 0))
    (assert_return (invoke "load" (i32.const 0)) (i32.const 5))
    (assert_return (invoke "notify") (i32.const 0))
    (assert_trap (invoke "load" (i32.const 1)) "unaligned atomic")
    (assert_trap (invoke "load" (i32.const 65536)) "out of bounds memory access")
    (module (memory 5 (pagesize 1)) (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
    (assert_return (invoke "load" (i32.const 4)) (i32.const 0))
    (assert_trap (invoke "load" (i32.const 5)) "out of bounds memory access")`
  expect(await runScript(script)).toMatchObject({
    passed: 11,
    failures: [],
    skips: [{ reason: 'no device has traps called "out of bounds array access"' }],
  })
})

test('every skip has a reason that says what is needed', async () => {
  expect(
    await reasons(`
      (module (memory 1) (memory $b 1)
        (func (export "two") (result i32) (i32.load $b (i32.const 0))))
      (assert_return (invoke "two") (i32.const 0))
      (module (memory i64 1) (func (export "wide") (result i32) (i32.load (i64.const 0))))
      (assert_return (invoke "wide") (i32.const 0))
      (module (memory 0 2)
        (func (export "grow") (result i32) (memory.grow (i32.const 1)))
        (func (export "size") (result i32) (memory.size))
        (func (export "one") (result i32) (i32.const 1)))
      (assert_return (invoke "size") (i32.const 0))
      (assert_return (invoke "grow") (i32.const 0))
      (assert_return (invoke "size") (i32.const 1))
      (assert_return (invoke "one") (i32.const 1))
      (module (table 1 funcref)
        (func (export "set") (table.set (i32.const 0) (ref.null func)))
        (func (export "id") (param externref) (result externref) (local.get 0))
        (func (export "loop") (call 2)))
      (assert_return (invoke "set"))
      (assert_return (invoke "id" (ref.extern 1)) (ref.extern 1))
      (assert_exhaustion (invoke "loop") "call stack exhausted")
      (assert_invalid (module (func (result i32))) "type mismatch")
      (assert_unlinkable (module (import "x" "y" (func))) "unknown import")
      (assert_trap (module (memory 1) (data (i32.const 65536) "a")) "out of bounds memory access")
      (module (func (export "new") (unknown.instruction)))
      (assert_return (invoke "new"))
      (assert_strangely (invoke "new"))`),
  ).toMatchInlineSnapshot(`
    [
      "needs two memories",
      "needs a memory with 64-bit addresses",
      "memory-grow: memory.grow is reachable: a kernel cannot grow memory",
      "follows a skipped call, which was refused: memory-grow: memory.grow is reachable: a kernel cannot grow memory",
      "unresolved-table: the functions in table 0 are not known: function 0 changes it",
      "passes a reference: needs references as values",
      "exhausts the call stack: needs recursion without end",
      "about the validation of modules, which is not the part of a device",
      "about linking modules, which is not the part of a device",
      "traps while the host instantiates the module, before a device has a part in it",
      "no parser of text reads the module: unknown operator or unexpected token",
      "unknown command "assert_strangely"",
    ]
  `)
})
