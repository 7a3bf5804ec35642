;; plan[1] selects the iteration that calls functions until the call stack is full; every other iteration sets
;; done[iteration] to 1. Takes the same plan as traps.wat; apart from it, since a device may refuse recursion.
(module
  (import "" "memory" (memory 0 65536 shared))
  (func $trap_stack (param $depth i32) (result i32)
    (i32.add (call $trap_stack (i32.add (local.get $depth) (i32.const 1))) (local.get $depth)))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $plan i32) (param $plan_length i32) (param $done i32) (param $done_length i32)
    (if (i32.eq (local.get $iteration) (i32.load offset=4 (local.get $plan)))
      (then (drop (call $trap_stack (i32.const 0)))))
    (i32.store
      (i32.add (local.get $done) (i32.shl (local.get $iteration) (i32.const 2)))
      (i32.const 1))))
