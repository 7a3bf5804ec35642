;; results[iteration] = the iteration-th Fibonacci number, by recursion.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $fibonacci (param $n i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else
        (i32.add
          (call $fibonacci (i32.sub (local.get $n) (i32.const 1)))
          (call $fibonacci (i32.sub (local.get $n) (i32.const 2)))))))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $results i32) (param $results_length i32)
    (i32.store
      (i32.add (local.get $results) (i32.shl (local.get $iteration) (i32.const 2)))
      (call $fibonacci (local.get $iteration)))))
