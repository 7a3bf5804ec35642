;; Of the 16 bytes a[iteration] and b[iteration], three v128 results a record: lane-wise i32 product, bytes of both
;; interleaved, lane-wise unsigned saturating byte sum.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $a i32) (param $a_length i32) (param $b i32) (param $b_length i32)
    (param $results i32) (param $results_length i32)
    (local $record i32) (local $x v128) (local $y v128)
    (local.set $record
      (i32.add (local.get $results) (i32.mul (local.get $iteration) (i32.const 48))))
    (local.set $x (v128.load (i32.add (local.get $a) (i32.shl (local.get $iteration) (i32.const 4)))))
    (local.set $y (v128.load (i32.add (local.get $b) (i32.shl (local.get $iteration) (i32.const 4)))))
    (v128.store (local.get $record) (i32x4.mul (local.get $x) (local.get $y)))
    (v128.store offset=16 (local.get $record)
      (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $x) (local.get $y)))
    (v128.store offset=32 (local.get $record) (i8x16.add_sat_u (local.get $x) (local.get $y)))))
