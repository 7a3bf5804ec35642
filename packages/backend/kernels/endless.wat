;; The last iteration never ends.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (if (i32.eq (i32.add (local.get $iteration) (i32.const 1)) (local.get $iterations))
      (then (loop $forever (br $forever))))))
