;; counts[iteration] += 1, atomically: an iteration that runs twice, or on two threads, shows.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $counts i32) (param $counts_length i32)
    (drop (i32.atomic.rmw.add
      (i32.add (local.get $counts) (i32.shl (local.get $iteration) (i32.const 2)))
      (i32.const 1)))))
