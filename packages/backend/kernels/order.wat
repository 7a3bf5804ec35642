;; Four buffers a, b, c, d: stores the four lengths and the first word of a, b and c in d.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $a i32) (param $a_length i32) (param $b i32) (param $b_length i32)
    (param $c i32) (param $c_length i32) (param $d i32) (param $d_length i32)
    (i32.store (local.get $d) (local.get $a_length))
    (i32.store offset=4 (local.get $d) (local.get $b_length))
    (i32.store offset=8 (local.get $d) (local.get $c_length))
    (i32.store offset=12 (local.get $d) (local.get $d_length))
    (i32.store offset=16 (local.get $d) (i32.load (local.get $a)))
    (i32.store offset=20 (local.get $d) (i32.load (local.get $b)))
    (i32.store offset=24 (local.get $d) (i32.load (local.get $c)))))
