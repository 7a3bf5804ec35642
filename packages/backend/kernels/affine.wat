;; target[iteration] = source[iteration] * factors[0] + factors[1], in i32.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $source i32) (param $source_length i32) (param $factors i32) (param $factors_length i32)
    (param $target i32) (param $target_length i32)
    (local $offset i32)
    (local.set $offset (i32.shl (local.get $iteration) (i32.const 2)))
    (i32.store (i32.add (local.get $target) (local.get $offset))
      (i32.add
        (i32.mul
          (i32.load (i32.add (local.get $source) (local.get $offset)))
          (i32.load (local.get $factors)))
        (i32.load offset=4 (local.get $factors))))))
