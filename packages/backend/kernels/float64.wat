;; Of a[iteration] and b[iteration], six f64 results a record: add, multiply, divide, square root of |a|, floor of a,
;; the smaller one.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $a i32) (param $a_length i32) (param $b i32) (param $b_length i32)
    (param $results i32) (param $results_length i32)
    (local $record i32) (local $x f64) (local $y f64)
    (local.set $record
      (i32.add (local.get $results) (i32.mul (local.get $iteration) (i32.const 48))))
    (local.set $x (f64.load (i32.add (local.get $a) (i32.shl (local.get $iteration) (i32.const 3)))))
    (local.set $y (f64.load (i32.add (local.get $b) (i32.shl (local.get $iteration) (i32.const 3)))))
    (f64.store (local.get $record) (f64.add (local.get $x) (local.get $y)))
    (f64.store offset=8 (local.get $record) (f64.mul (local.get $x) (local.get $y)))
    (f64.store offset=16 (local.get $record) (f64.div (local.get $x) (local.get $y)))
    (f64.store offset=24 (local.get $record) (f64.sqrt (f64.abs (local.get $x))))
    (f64.store offset=32 (local.get $record) (f64.floor (local.get $x)))
    (f64.store offset=40 (local.get $record) (f64.min (local.get $x) (local.get $y)))))
