;; Of a[iteration] and b[iteration], five i64 results a record: multiply, unsigned divide by b | 1, rotate a left by b,
;; arithmetic shift of a right by b, leading zeros of a.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $a i32) (param $a_length i32) (param $b i32) (param $b_length i32)
    (param $results i32) (param $results_length i32)
    (local $record i32) (local $x i64) (local $y i64)
    (local.set $record
      (i32.add (local.get $results) (i32.mul (local.get $iteration) (i32.const 40))))
    (local.set $x (i64.load (i32.add (local.get $a) (i32.shl (local.get $iteration) (i32.const 3)))))
    (local.set $y (i64.load (i32.add (local.get $b) (i32.shl (local.get $iteration) (i32.const 3)))))
    (i64.store (local.get $record) (i64.mul (local.get $x) (local.get $y)))
    (i64.store offset=8 (local.get $record)
      (i64.div_u (local.get $x) (i64.or (local.get $y) (i64.const 1))))
    (i64.store offset=16 (local.get $record) (i64.rotl (local.get $x) (local.get $y)))
    (i64.store offset=24 (local.get $record) (i64.shr_s (local.get $x) (local.get $y)))
    (i64.store offset=32 (local.get $record) (i64.clz (local.get $x)))))
