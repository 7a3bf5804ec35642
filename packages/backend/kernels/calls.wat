;; results[iteration] = the square of iteration + 1, put through one of three functions of a table.
(module
  (import "" "memory" (memory 0 65536 shared))
  (type $unary (func (param i32) (result i32)))
  (table 3 3 funcref)
  (elem (i32.const 0) func $identity $double $negate)
  (func $identity (type $unary) (local.get 0))
  (func $double (type $unary) (i32.shl (local.get 0) (i32.const 1)))
  (func $negate (type $unary) (i32.sub (i32.const 0) (local.get 0)))
  (func $square (param $n i32) (result i32) (i32.mul (local.get $n) (local.get $n)))
  (func $kernel (export "kernel")
    (param $iteration i32) (param $iterations i32) (param $block_size i32)
    (param $results i32) (param $results_length i32)
    (i32.store
      (i32.add (local.get $results) (i32.shl (local.get $iteration) (i32.const 2)))
      (call_indirect (type $unary)
        (call $square (i32.add (local.get $iteration) (i32.const 1)))
        (i32.rem_u (local.get $iteration) (i32.const 3))))))
