;; Stores four globals in record `iteration`, 24 bytes each. When it is the only iteration, it then changes them, so
;; that the next call shows whether they are set again.
(module
  (import "" "memory" (memory 0 65536 shared))
  (global $i (export "i") (mut i32) (i32.const 0))
  (global $l (export "l") (mut i64) (i64.const 0))
  (global $f (export "f") (mut f32) (f32.const 0))
  (global $d (export "d") (mut f64) (f64.const 0))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $records i32) (param $records_length i32)
    (local $record i32)
    (local.set $record
      (i32.add (local.get $records) (i32.mul (local.get $iteration) (i32.const 24))))
    (f64.store (local.get $record) (global.get $d))
    (i64.store offset=8 (local.get $record) (global.get $l))
    (f32.store offset=16 (local.get $record) (global.get $f))
    (i32.store offset=20 (local.get $record) (global.get $i))
    (if (i32.eq (local.get $iterations) (i32.const 1))
      (then
        (global.set $i (i32.const 99))
        (global.set $l (i64.const 99))
        (global.set $f (f32.const 99))
        (global.set $d (f64.const 99))))))
