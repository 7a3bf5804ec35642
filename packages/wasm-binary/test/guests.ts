/**
 * Guests whose export `kernel` takes one in-buffer and one out-buffer:
 * (iteration, num_iterations, block_size, in, in_len, out, out_len).
 */
const parameters =
  '(param $i i32) (param $n i32) (param $b i32) (param $in i32) (param $in_len i32) (param $out i32) (param $out_len i32)'
const inAddress = '(i32.add (local.get $in) (i32.shl (local.get $i) (i32.const 2)))'
const outAddress = '(i32.add (local.get $out) (i32.shl (local.get $i) (i32.const 2)))'

/** In the shape that clang gives to C: shadow stack, static table of function pointers, data, a helper that is never reached. */
export const shadowStackGuest = `(module
  (type $binary (func (param i32 i32) (result i32)))
  (import "env" "print" (func $print (param i32)))
  (memory (export "memory") 2)
  (table 6 6 funcref)
  (elem (i32.const 1) $add $subtract $multiply $unrelated)
  (global $__stack_pointer (mut i32) (i32.const 66640))
  (global $heap_base (export "__heap_base") i32 (i32.const 66640))
  (data (i32.const 1024) "\\03\\00\\00\\00\\01\\00\\00\\00\\02\\00\\00\\00")
  (data (i32.const 1040) "\\64\\00\\00\\00")
  (func $unused (call $print (i32.const 1)))
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $subtract (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $multiply (type $binary) (i32.mul (local.get 0) (local.get 1)))
  (func $unrelated (param f64) (call $print (i32.const 2)))
  ;; Leaves its result in a slot of the caller's frame.
  (func $apply (param $slot i32) (param $which i32) (param $x i32) (param $y i32)
    (i32.store (local.get $slot) (call_indirect (type $binary) (local.get $x) (local.get $y) (local.get $which))))
  (func $kernel (export "kernel") ${parameters} (local $frame i32)
    (global.set $__stack_pointer (local.tee $frame (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (call $apply
      (i32.add (local.get $frame) (i32.const 12))
      (i32.load (i32.add (i32.const 1024) (i32.shl (i32.rem_u (local.get $i) (i32.const 3)) (i32.const 2))))
      (i32.load ${inAddress})
      (i32.load (i32.const 1040)))
    (i32.store ${outAddress} (i32.load offset=12 (local.get $frame)))
    (global.set $__stack_pointer (i32.add (local.get $frame) (i32.const 16)))))`

/** Recursion, a call table indexed by data, entries that are null or of another type: some iterations trap. */
export const tableGuest = `(module
  (type $unary (func (param i32) (result i32)))
  (memory (export "memory") 2)
  (table (export "table") 8 funcref)
  (func $other (param f32))
  (func $fibonacci (type $unary)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2)) (then (local.get 0))
      (else (i32.add (call $fibonacci (i32.sub (local.get 0) (i32.const 1)))
                     (call $fibonacci (i32.sub (local.get 0) (i32.const 2)))))))
  (func $unused (param f64 f64))
  (func $small (type $unary) (call $fibonacci (i32.and (local.get 0) (i32.const 7))))
  (func $divide (type $unary) (i32.div_s (i32.const 1000) (local.get 0)))
  (elem (i32.const 0) $other $small) (elem (i32.const 3) $divide $small) (elem (i32.const 4) $divide)
  (func $unused2)
  (func $kernel (export "kernel") ${parameters} (local $x i32)
    (local.set $x (i32.load ${inAddress}))
    (i32.store ${outAddress}
      (call_indirect (type $unary) (local.get $x) (i32.and (local.get $x) (i32.const 7))))))`

/** Constant globals, one that repeats another, 64-bit and vector constants, block types, select, br_table, v128. */
const globalGuest = `(module
  (type $unused (func (param f32 f32 f32)))
  (type $pair (func (param i32) (result i32 i32)))
  (memory (export "memory") 2)
  (global $unused i32 (i32.const 99))
  (global $first i32 (i32.const -7))
  (global $second i32 (global.get $first))
  (global $long i64 (i64.const 0x1234567890))
  (global $scale f64 (f64.const 2.5))
  (global $nan f32 (f32.const nan:0x200001))
  (global $mask v128 (v128.const i32x4 0x0f0f0f0f 0 -1 0))
  (global $derived i32 (i32.add (global.get $first) (i32.const 3)))
  (func $split (type $pair) (i32.shr_u (local.get 0) (i32.const 16)) (i32.and (local.get 0) (i32.const 0xffff)))
  (func $kernel (export "kernel") ${parameters} (local $x i32)
    (local.set $x (i32.load ${inAddress}))
    (i32.store ${outAddress}
      (i32.xor
        (i32.add (i32.mul (global.get $second) (global.get $derived)) (i32.reinterpret_f32 (global.get $nan)))
        (i32x4.extract_lane 0 (v128.and (global.get $mask) (i32x4.splat
          (block $done (result i32)
            (local.get $x) (loop (type $pair) (call $split)) i32.add
            (br_if $done (i32.and (local.get $x) (i32.const 1)))
            drop
            (i32.add (i32.trunc_sat_f64_s (f64.mul (global.get $scale) (f64.convert_i32_s (local.get $x))))
                     (i32.wrap_i64 (global.get $long))))))))))) `

/** Reads its data with bulk instructions and atomics. */
const bulkGuest = `(module
  (memory (export "memory") 2)
  (data (i32.const 64) "abcdefghijklmnop")
  (data $unused "nothing")
  (data $passive "0123456789abcdef")
  (func $kernel (export "kernel") ${parameters} (local $at i32)
    (local.set $at ${outAddress})
    (memory.copy (local.get $at) (i32.add (i32.const 64) (i32.and (local.get $i) (i32.const 7))) (i32.const 2))
    (memory.init $passive (i32.add (local.get $at) (i32.const 2)) (i32.and (i32.load ${inAddress}) (i32.const 7)) (i32.const 2))
    (drop (i32.atomic.rmw.add (local.get $at) (i32.const 5)))
    (memory.fill (local.get $at) (i32.const 33) (i32.const 1))))`

/** A kernel module by itself, as `readKernel` takes it. */
export const kernelModule = `(module
  (type $unary (func (param i32) (result i32)))
  (import "" "memory" (memory 1 65536 shared))
  (table 2 funcref) (elem (i32.const 0) $twice $square)
  (global $calls (mut i32) (i32.const 0)) (global $mask i32 (i32.const 1))
  (data (i32.const 16) "weights") (data $passive "passive")
  (func $twice (type $unary) (i32.shl (local.get 0) (i32.const 1)))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
  (func (export "kernel") ${parameters}
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (memory.init $passive (local.get $out) (i32.const 1) (i32.const 2))
    (block $skip
      (br_if $skip (i32.eqz (i32.load8_u offset=16 (local.get $i))))
      (i32.store ${outAddress}
        (call_indirect (type $unary) (i32.load ${inAddress}) (i32.and (local.get $i) (global.get $mask)))))))`

export const guests = { shadowStackGuest, tableGuest, globalGuest, bulkGuest }
