;; Stores the three fixed arguments in record `iteration`: 12 bytes each.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $records i32) (param $records_length i32)
    (local $record i32)
    (local.set $record
      (i32.add (local.get $records) (i32.mul (local.get $iteration) (i32.const 12))))
    (i32.store (local.get $record) (local.get $iteration))
    (i32.store offset=4 (local.get $record) (local.get $iterations))
    (i32.store offset=8 (local.get $record) (local.get $block_size))))
