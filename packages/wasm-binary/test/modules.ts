import { body, moduleBytes, section, vector } from './byte-modules.js'

/** Between them these use every section and every kind of segment, import and export that wabt can assemble. */
export const moduleTexts: Record<string, string> = {
  'every kind of import and export': `(module
    (type $t (func (param i32) (result i64 f32)))
    (import "a" "f" (func $f (type $t)))
    (import "\\c3\\a4" "memory" (memory 1 2 shared))
    (import "a" "table" (table 3 funcref))
    (import "a" "g" (global $g (mut f64)))
    (import "a" "e" (tag (param i32)))
    (export "f" (func $f)) (export "memory" (memory 0)) (export "g" (global $g)))`,
  'all element segments': `(module
    (table $a 10 funcref) (table $b 10 externref) (table $c 10 20 funcref)
    (func $f) (func $g)
    (elem (i32.const 1) $f $g) (elem (table $c) (i32.const 2) func $g)
    (elem func $f) (elem declare func $g)
    (elem (i32.const 5) funcref (ref.func $f) (ref.null func))
    (elem funcref (ref.func $f)) (elem (table $b) (i32.const 0) externref (ref.null extern))
    (elem declare funcref (ref.func $f)))`,
  'data segments, memory64, several memories': `(module
    (memory $a 1) (memory $b i64 1 2) (memory $c 0 65536)
    (data (i32.const 8) "hello") (data "passive") (data (i32.const 3) "\\00\\ff")
    (func (memory.init $c 1 (i32.const 0) (i32.const 0) (i32.const 2)) (data.drop 1)
      (memory.copy $a $a (i32.const 0) (i32.const 1) (i32.const 2))
      (memory.fill $c (i32.const 0) (i32.const 1) (i32.const 2))
      (drop (i64.load $b offset=0x1ffffffff align=4 (i64.const 3)))
      (drop (memory.grow $b (i64.const 1)))))`,
  'globals and extended constants': `(module
    (import "" "base" (global $base i32))
    (global i32 (global.get $base)) (global (mut i64) (i64.const -1))
    (global f32 (f32.const nan:0x200001)) (global f64 (f64.const -0x1p-1074))
    (global v128 (v128.const i32x4 1 2 3 4)) (global funcref (ref.null func))
    (global i32 (i32.add (global.get $base) (i32.mul (i32.const 3) (i32.const 4)))))`,
  exceptions: `(module (tag $e (param i32)) (tag $f)
    (func (result i32)
      (block $outer (result i32)
        (try_table (result i32) (catch $e $outer) (throw $e (i32.const 1))))))`,
  'tail calls, select, tables': `(module
    (type $v (func)) (table $t 2 4 funcref) (table $u 1 externref) (elem declare func $f)
    (func $f (return_call $f)) (func (return_call_indirect $t (type $v) (i32.const 0)))
    (func (param externref) (result externref)
      (table.set $u (i32.const 0) (local.get 0))
      (table.set $t (i32.const 0) (ref.func $f))
      (drop (table.size $u)) (drop (table.grow $t (ref.null func) (i32.const 1)))
      (select (result externref) (local.get 0) (table.get $u (i32.const 0)) (i32.const 1))))`,
  vectors: `(module (memory 1) (func (param v128) (result v128)
      (i8x16.shuffle 0 1 2 3 4 5 6 7 31 30 29 28 27 26 25 24 (local.get 0) (v128.const i64x2 -1 1))
      (v128.load8_lane offset=300 align=1 15 (i32.const 0) (local.get 0))
      f32x4.add (i16x8.splat (i32.const 5)) i32x4.dot_i16x8_s))`,
  atomics: `(module (memory 1 1 shared) (func (result i32)
      atomic.fence (i32.atomic.store (i32.const 0) (i32.const 1))
      (drop (i64.atomic.rmw32.cmpxchg_u (i32.const 0) (i64.const 1) (i64.const 2)))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (memory.atomic.wait32 offset=8 (i32.const 0) (i32.const 1) (i64.const -1))))`,
  'blocks with types': `(module (func (param i32) (result i32 i32)
      (local i64 i64 f32 i64)
      (local.get 0) (loop (param i32) (result i32 i32) (local.get 0) (br_if 0 (i32.const 1) (local.get 0) (i32.const 0)) drop drop local.get 0)
      (br_table 0 0 0 (i32.const 2))))`,
  'a start function': '(module (func $main) (start $main))',
}

// (rec (struct (field (mut i8) (ref null 1))) (array (mut (ref 0)))) (sub (func)) (sub final 2 (func)) (func (param eqref) (result i32))
const gcTypes = section(
  1,
  vector(
    [0x4e, ...vector([0x5f, ...vector([0x78, 1], [0x63, 1, 0])], [0x5e, 0x64, 0, 1])],
    [0x50, 0, 0x60, 0, 0],
    [0x4f, 1, 2, 0x60, 0, 0],
    [0x60, 1, 0x6d, 1, 0x7f],
    [0x60, 0, 0],
  ),
)

/** Types, tables and instructions that wabt does not know. */
export const gcModule = moduleBytes(
  gcTypes,
  section(3, vector([4], [5])),
  // A table of non-null references with an initial value, and one with 64-bit indices.
  section(4, vector([0x40, 0, 0x64, 0x70, 0, 1, 0xd2, 0, 0x0b], [0x6e, 5, 1, 2])),
  section(6, vector([0x6c, 0, 0x41, 5, 0xfb, 0x1c, 0x0b])),
  section(9, vector([3, 0, 2, 0, 1])),
  section(
    10,
    vector(
      // ref.test (ref 0), br_on_cast 0 eqref (ref 0), ref.cast i31ref, i31.get_s
      body(
        ...[0x20, 0, 0xfb, 0x14, 0, 0x1a],
        ...[0x20, 0, 0xfb, 0x15, 0x6c, 0x1a],
        ...[0x02, 0x63, 0, 0x20, 0, 0xfb, 0x18, 3, 0, 0x6d, 0, 0x1a, 0xd0, 0, 0x0b, 0x1a],
        ...[0x20, 0, 0xfb, 0x17, 0x6c, 0xfb, 0x1d],
      ),
      // struct.new, struct.get_u, struct.set, array.new_fixed, array.len, call_ref, br_on_null, ref.as_non_null
      body(
        ...[0x41, 1, 0xd0, 1, 0xfb, 0, 0, 0xfb, 4, 0, 0, 0x1a],
        ...[0xfb, 1, 0, 0x41, 7, 0xfb, 5, 0, 0],
        ...[0xfb, 1, 0, 0xfb, 8, 1, 1, 0xfb, 0x0f, 0x1a],
        ...[0xd2, 1, 0x14, 5],
        ...[0x02, 0x40, 0xd0, 0, 0xd5, 0, 0xd4, 0x1a, 0x0b],
      ),
    ),
  ),
)
