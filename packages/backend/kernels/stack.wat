;; Takes all of a 4096-byte stack, writes the iteration to its first and last word, computes for a while, and reads
;; both back: threads that share a stack disturb each other. seen[iteration] = the sum of both words; 0xffffffff for a
;; stack pointer that is no multiple of 16.
(module
  (import "" "memory" (memory 0 65536 shared))
  (global $stack_pointer (export "stack_pointer") (mut i32) (i32.const 0))
  (func $wait (param $rounds i32) (result i32)
    (local $value i32)
    (loop $again
      (local.set $value
        (i32.add (i32.mul (local.get $value) (i32.const 1664525)) (local.get $rounds)))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $again (local.get $rounds)))
    (local.get $value))
  (func $spill (param $iteration i32) (result i32)
    (local $frame i32)
    (local.set $frame (i32.sub (global.get $stack_pointer) (i32.const 4096)))
    (global.set $stack_pointer (local.get $frame))
    (i32.store (local.get $frame) (local.get $iteration))
    (i32.store offset=4092 (local.get $frame) (local.get $iteration))
    (i32.store offset=8 (local.get $frame) (call $wait (i32.const 500)))
    (global.set $stack_pointer (i32.add (local.get $frame) (i32.const 4096)))
    (i32.add (i32.load (local.get $frame)) (i32.load offset=4092 (local.get $frame))))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $seen i32) (param $seen_length i32)
    (i32.store
      (i32.add (local.get $seen) (i32.shl (local.get $iteration) (i32.const 2)))
      (if (result i32) (i32.and (global.get $stack_pointer) (i32.const 15))
        (then (i32.const -1))
        (else (call $spill (local.get $iteration)))))))
