;; seen[iteration] = the word at 1024 (static data) and the word at 1040 (zero at first). When it is the only
;; iteration, it then overwrites both, so that the next call shows whether it starts afresh.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $seen i32) (param $seen_length i32)
    (local $record i32)
    (local.set $record
      (i32.add (local.get $seen) (i32.shl (local.get $iteration) (i32.const 3))))
    (i32.store (local.get $record) (i32.load (i32.const 1024)))
    (i32.store offset=4 (local.get $record) (i32.load (i32.const 1040)))
    (if (i32.eq (local.get $iterations) (i32.const 1))
      (then
        (i32.store (i32.const 1024) (i32.const 99))
        (i32.store (i32.const 1040) (i32.const 99))))))
