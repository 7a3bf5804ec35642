;; The last iteration never ends. It works while it does: some compilers know that an empty loop has no effect.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (local $x i32)
    (if (i32.eq (i32.add (local.get $iteration) (i32.const 1)) (local.get $iterations))
      (then
        (local.set $x (local.get $iterations))
        ;; A xorshift generator: from a value other than zero it never comes to zero.
        (loop $forever
          (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
          (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
          (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
          (br_if $forever (local.get $x)))))))
