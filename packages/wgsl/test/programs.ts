/** Puts a body into a kernel that has the address of its 16 bytes of input in `$in`, and of its output in `$out`. */
function kernel(body: string, declarations = '', locals = ''): string {
  return `(module (import "" "memory" (memory 1 65536 shared)) ${declarations}
  (func (export "kernel") (param $id i32) (param $n i32) (param $bs i32)
    (param $inputs i32) (param $inputs_length i32) (param $outputs i32) (param $outputs_length i32)
    (local $in i32) (local $out i32) (local $i i32) (local $j i32) (local $x i32) (local $y i64) ${locals}
    (local.set $in (i32.add (local.get $inputs) (i32.shl (local.get $id) (i32.const 4))))
    (local.set $out (i32.add (local.get $outputs) (i32.shl (local.get $id) (i32.const 4))))
    ${body}))`
}

/** Kernels for every form of control flow and of access to memory, by what they show. */
export const programs: Readonly<Record<string, string>> = {
  'a sum': kernel(
    '(i32.store (local.get $out) (i32.add (i32.load (local.get $in)) (i32.load offset=4 (local.get $in))))',
  ),
  'direct addresses':
    kernel(`(i32.store (i32.add (local.get $outputs) (i32.mul (local.get $id) (i32.const 16)))
    (i32.load (i32.add (local.get $inputs) (i32.shl (local.get $id) (i32.const 2)))))`),
  'a local that becomes an address made of itself': kernel(`(local.set $x (local.get $id))
    (local.set $x (i32.mul (local.get $x) (i32.const 16)))
    (local.set $x (i32.add (local.get $x) (local.get $outputs)))
    (i32.store (local.get $x) (i32.load (local.get $in)))
    (loop $again
      (local.set $in (i32.add (local.get $in) (i32.const 4)))
      (local.set $x (i32.add (local.get $x) (i32.const 4)))
      (if (i32.and (local.get $id) (i32.const 1)) (then (local.set $i (i32.add (local.get $i) (i32.const 1)))))
      (i32.store (local.get $x) (i32.load (local.get $in)))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 3))))`),
  'narrow accesses': kernel(`(i32.store8 offset=3 (local.get $out) (i32.load8_u offset=1 (local.get $in)))
    (i32.store16 offset=5 (local.get $out) (i32.load16_s offset=3 (local.get $in)))
    (i32.store offset=9 (local.get $out) (i32.load offset=2 (local.get $in)))
    (i32.store8 offset=0 (local.get $out) (i32.load8_s offset=7 (local.get $in)))`),
  'wide accesses': kernel(`(i64.store offset=3 (local.get $out) (i64.load offset=5 (local.get $in)))
    (i64.store32 offset=12 (local.get $out) (i64.load32_s offset=4 (local.get $in)))`),
  'a loop with a counter': kernel(`(loop $again
      (local.set $x (i32.add (i32.mul (local.get $x) (i32.const 31)) (i32.load8_u (i32.add (local.get $in) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 16))))
    (i32.store (local.get $out) (local.get $x))`),
  'nested loops and leaving both': kernel(`(block $done (loop $outer (local.set $j (i32.const 0)) (loop $inner
      (local.set $x (i32.add (local.get $x) (i32.xor (local.get $i) (local.get $j))))
      (br_if $done (i32.gt_u (local.get $x) (i32.load8_u (local.get $in))))
      (local.set $j (i32.add (local.get $j) (i32.const 1)))
      (br_if $inner (i32.lt_u (local.get $j) (i32.const 5))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $outer (i32.lt_u (local.get $i) (i32.const 20)))))
    (i32.store (local.get $out) (local.get $x)) (i32.store offset=4 (local.get $out) (local.get $i))`),
  'continuing the outer loop from the inner one': kernel(`(loop $outer
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.lt_u (local.get $i) (i32.const 9)) (then
        (local.set $j (i32.const 0))
        (loop $inner
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (local.set $x (i32.add (i32.rotl (local.get $x) (i32.const 3)) (i32.xor (local.get $i) (local.get $j))))
          (br_if $outer (i32.gt_u (local.get $j) (i32.and (i32.load8_u (local.get $in)) (local.get $i))))
          (br $inner)))))
    (i32.store (local.get $out) (local.get $x))`),
  'loops that end with an if': kernel(`(loop $again
      (if (i32.lt_u (local.get $i) (i32.const 5)) (then
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $again (i32.and (local.get $i) (i32.load (local.get $in))))
        (local.set $x (i32.add (local.get $x) (i32.const 3)))
        (if (i32.eq (local.get $i) (i32.const 3)) (then (local.set $j (i32.const 8)) (br $again))))))
    (i32.store (local.get $out) (i32.add (local.get $x) (local.get $j)))
    (loop $once (if $self (local.get $i) (then (local.set $x (i32.const 77)) (br $self))))
    (block $b (loop $turn (block $c (br_if $c (i32.gt_u (local.get $j) (i32.const 30)))
      (local.set $j (i32.add (local.get $j) (i32.const 7))) (br $turn)) (local.set $x (i32.add (local.get $x) (i32.const 1)))))
    (i32.store offset=4 (local.get $out) (local.get $x)) (i32.store offset=8 (local.get $out) (local.get $j))`),
  'results of blocks': kernel(`(i32.store (local.get $out) (block (result i32)
      (drop (br_if 0 (i32.const 7) (i32.and (i32.load (local.get $in)) (i32.const 1))))
      (drop (br_if 0 (i32.const 8) (i32.and (i32.load (local.get $in)) (i32.const 2))))
      (i32.const 9)))
    (i32.store offset=4 (local.get $out) (if (result i32) (i32.and (i32.load (local.get $in)) (i32.const 4))
      (then (i32.load offset=4 (local.get $in))) (else (i32.load offset=8 (local.get $in)))))`),
  'several results and parameters': kernel(`(i32.load (local.get $in)) (i32.load offset=4 (local.get $in))
    (loop $again (param i32 i32) (result i32 i32)
      (local.set $x) (local.set $j) (local.get $x) (i32.add (local.get $j) (local.get $x))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 6))))
    (local.set $x) (i32.store (local.get $out) (local.get $x)) (local.set $x) (i32.store offset=4 (local.get $out) (local.get $x))`),
  'a value that is read before its local changes': kernel(`(local.set $x (i32.load (local.get $in)))
    (i32.store (local.get $out) (i32.add (local.get $x) (local.tee $x (i32.const 5))))
    (i32.store offset=4 (local.get $out) (local.get $x))
    (i32.load (local.get $out)) (i32.store (local.get $out) (i32.const 1)) (local.set $x)
    (i32.store offset=8 (local.get $out) (local.get $x))`),
  'a table of branches': kernel(`(block $d (block $c (block $b (block $a
      (br_table $a $b $c $b $d $a (i32.and (i32.load (local.get $in)) (i32.const 7))))
      (local.set $x (i32.const 1)) (br $d))
      (local.set $x (i32.const 2)))
      (local.set $x (i32.add (local.get $x) (i32.const 3))))
    (i32.store (local.get $out) (local.get $x))`),
  'a long chain of blocks in a loop': kernel(`(block $out (loop $again
      (block $7 (block $6 (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
        (br_table $0 $1 $2 $3 $4 $5 $6 $7 (i32.and (local.get $x) (i32.const 7))))
        (local.set $j (i32.add (local.get $j) (i32.const 1))) (br $7))
        (local.set $j (i32.mul (local.get $j) (i32.const 3))))
        (local.set $j (i32.xor (local.get $j) (i32.const 12345))) (br_if $5 (i32.and (local.get $j) (i32.const 16))))
        (local.set $j (i32.sub (local.get $j) (local.get $x))) (br_if $again (i32.eqz (i32.and (local.tee $x (i32.add (local.get $x) (i32.const 1))) (i32.const 8)))))
        (br_if $out (i32.gt_u (local.get $i) (i32.const 20))))
        (local.set $j (i32.rotr (local.get $j) (i32.const 5))))
        (loop $spin (br_if $7 (i32.gt_u (local.get $i) (i32.const 12))) (local.set $i (i32.add (local.get $i) (i32.const 3))) (br $spin)))
      (local.set $x (i32.add (local.get $x) (i32.load8_u (i32.add (local.get $in) (i32.and (local.get $i) (i32.const 15))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 40)))))
    (i32.store (local.get $out) (local.get $j)) (i32.store offset=4 (local.get $out) (local.get $x))`),
  calls: kernel(
    `(i32.store (local.get $out) (call $gcd (i32.load8_u (local.get $in)) (i32.load8_u offset=1 (local.get $in))))
     (call $both (i32.load (local.get $in))) (local.set $y) (i32.store offset=4 (local.get $out))
     (i64.store offset=8 (local.get $out) (local.get $y))`.replace(
      '(call $both (i32.load (local.get $in))) (local.set $y) (i32.store offset=4 (local.get $out))',
      '(call $both (i32.load (local.get $in))) (local.set $y) (local.set $x) (i32.store offset=4 (local.get $out) (local.get $x))',
    ),
    `(func $gcd (param $a i32) (param $b i32) (result i32) (local $t i32)
      (block $done (loop $again (br_if $done (i32.eqz (local.get $b)))
        (local.set $t (i32.rem_u (local.get $a) (local.get $b))) (local.set $a (local.get $b)) (local.set $b (local.get $t))
        (br $again))) (local.get $a))
     (func $both (param i32) (result i32 i64) (i32.const 5) (i64.extend_i32_s (local.get 0)))`,
  ),
  'calls through a table': kernel(
    `(i32.store (local.get $out) (call_indirect (type $f) (i32.load (local.get $in)) (i32.and (i32.load8_u (local.get $in)) (i32.const 3))))`,
    `(type $f (func (param i32) (result i32))) (table 4 funcref) (elem (i32.const 0) $a $b $a $c)
     (func $a (type $f) (i32.add (local.get 0) (i32.const 1))) (func $b (type $f) (i32.mul (local.get 0) (i32.const 3)))
     (func $c (type $f) (call $a (i32.clz (local.get 0))))`,
  ),
  globals: kernel(
    `(global.set $g (i32.add (global.get $g) (i32.load (local.get $in)))) (i32.store (local.get $out) (global.get $g))
     (i32.store offset=4 (local.get $out) (global.get $c)) (i64.store offset=8 (local.get $out) (global.get $l))`,
    `(global $g (mut i32) (i32.const 77)) (global $c i32 (i32.const -5)) (global $l (mut i64) (i64.const -7))`,
  ),
  'vectors that are zero': kernel(
    `(v128.store (local.get $out) (i64x2.replace_lane 1 (v128.xor (v128.const i32x4 0 0 0 0) (v128.not (local.get $v)))
       (i64.add (i64.extend_i32_u (i32.popcnt (i32.load (local.get $in)))) (global.get $z))))
     (i32.store (local.get $out) (i32.add (i32.load (local.get $out)) (i8x16.bitmask (i64x2.eq (v128.const i32x4 0 0 0 0) (i32x4.splat (local.get $j))))))`,
    '(global $z (mut i64) (i64.const 0))',
    '(local $v v128)',
  ),
  // With an f64 in it, so that floats are strict.
  'a float that is zero in a vector': kernel(
    '(drop (f64.const 1)) (v128.store (local.get $out) (v128.not (f32x4.splat (local.get $f))))',
    '',
    '(local $f f32)',
  ),
  'static data': kernel(
    `(i32.store (local.get $out) (i32.load8_u (i32.add (i32.const 1025) (i32.and (i32.load (local.get $in)) (i32.const 7)))))
     (i32.store offset=4 (local.get $out) (i32.load (i32.const 1026)))`,
    `(data (i32.const 1024) "0123456789abcdef")`,
  ),
  'copying and filling': kernel(`(memory.copy (local.get $out) (local.get $in) (i32.const 16))
    (memory.fill (i32.add (local.get $out) (i32.const 3)) (local.get $id) (i32.const 7))
    (memory.copy (i32.add (local.get $out) (i32.const 1)) (local.get $out) (i32.const 9))`),
  'a shadow stack': kernel(
    `(i32.store (local.get $out) (call $reversed (i32.load (local.get $in))))
    (i32.store offset=4 (local.get $out) (call $leaf (i32.load (local.get $in))))`,
    `(global $__stack_pointer (mut i32) (i32.const 1024))
    (func $reversed (param $word i32) (result i32) (local $frame i32) (local $k i32) (local $result i32)
      (global.set $__stack_pointer (local.tee $frame (i32.sub (global.get $__stack_pointer) (i32.const 16))))
      (i32.store offset=12 (local.get $frame) (local.get $word))
      (loop $again
        (i32.store8 (i32.add (local.get $frame) (local.get $k))
          (i32.load8_u offset=12 (i32.sub (i32.add (local.get $frame) (i32.const 3)) (local.get $k))))
        (br_if $again (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 1))) (i32.const 4))))
      (local.set $result (i32.add (i32.load (local.get $frame)) (call $leaf (local.get $word))))
      (global.set $__stack_pointer (i32.add (local.get $frame) (i32.const 16))) (local.get $result))
    (func $leaf (param $word i32) (result i32) (local $frame i32)
      (i32.store offset=4 (local.tee $frame (i32.sub (global.get $__stack_pointer) (i32.const 32))) (local.get $word))
      (i32.mul (i32.load16_u offset=5 (local.get $frame)) (i32.const 3)))`,
  ),
  selecting:
    kernel(`(i32.store (local.get $out) (select (i32.load (local.get $in)) (i32.load offset=4 (local.get $in))
      (i32.lt_s (i32.load offset=8 (local.get $in)) (i32.const 0))))
    (i32.store offset=4 (local.get $out) (i32.load (select (local.get $in) (local.get $inputs) (i32.and (local.get $id) (i32.const 1)))))`),
  atomics: kernel(`(drop (i32.atomic.rmw.add (local.get $out) (i32.load (local.get $in))))
    (i32.store offset=4 (local.get $out) (i32.atomic.rmw8.xor_u offset=2 (local.get $out) (i32.const 0x55)))
    (i32.store offset=8 (local.get $out) (i32.atomic.rmw.cmpxchg (local.get $out) (i32.atomic.load (local.get $out)) (i32.const 9)))
    (i32.store16 offset=12 (local.get $out) (i32.atomic.rmw16.cmpxchg_u (local.get $out) (i32.const 0x10009) (i32.const 9)))
    (i64.store8 offset=14 (local.get $out) (i64.atomic.rmw8.sub_u (local.get $out) (i64.const 3)))`),
  division:
    kernel(`(i32.store (local.get $out) (i32.div_s (i32.load (local.get $in)) (i32.or (i32.load8_s offset=5 (local.get $in)) (i32.const 1))))
    (i32.store offset=4 (local.get $out) (i32.rem_u (i32.load (local.get $in)) (i32.const 10)))`),
  'passive data': kernel(
    `(memory.init $text (local.get $out) (i32.const 1) (i32.const 4))`,
    '(data $text "abcdefgh")',
  ),
  'an if that ends a loop and leaves it': kernel(`(block $b (loop
      (if (i32.lt_u (local.get $i) (i32.const 3)) (then
        (local.set $i (i32.add (local.get $i) (i32.const 1))) (br $b)))))
    (i32.store (local.get $out) (local.get $i))
    (block $c (loop $again
      (if (i32.lt_u (local.get $j) (i32.const 30)) (then
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_table $again $c (i32.shr_u (local.get $j) (i32.const 1)))))))
    (i32.store offset=4 (local.get $out) (local.get $j))`),
  'a stack pointer that moves between accesses': kernel(
    `(global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16)))
    (i32.store (global.get $__stack_pointer) (i32.const 1))
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16)))
    (i32.store (global.get $__stack_pointer) (i32.const 2))
    (local.set $x (i32.load (global.get $__stack_pointer)))
    (global.set $__stack_pointer (i32.add (global.get $__stack_pointer) (i32.const 16)))
    (i32.store (local.get $out) (i32.add (i32.mul (local.get $x) (i32.const 10)) (i32.load (global.get $__stack_pointer))))
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 6)))
    (i32.store offset=4 (local.get $out) (call $leaf))`,
    `(global $__stack_pointer (mut i32) (i32.const 1024))
    (func $leaf (result i32) (local $x i32) (local $k i32)
      (i32.store (i32.add (i32.const -16) (global.get $__stack_pointer)) (i32.const 0x01020304))
      (i32.store (i32.sub (global.get $__stack_pointer) (i32.const 12)) (i32.const 0x05060708))
      (local.set $x (global.get $__stack_pointer))
      (loop $down (local.set $x (i32.sub (local.get $x) (i32.const 4)))
        (i32.store8 (local.get $x) (i32.const 9))
        (br_if $down (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 1))) (i32.const 12))))
      (i32.load16_u offset=3 (i32.sub (global.get $__stack_pointer) (i32.const 16))))`,
  ),
  'pointers to one of several places': kernel(
    `(i32.store (local.get $out) (i32.load (select (i32.const 1024) (local.get $in) (i32.and (local.get $id) (i32.const 1)))))
    (i32.store offset=4 (local.get $out) (i32.add (call $first (local.get $in)) (call $first (i32.const 1028))))
    (i32.store offset=8 (local.get $out) (i32.load (i32.add (local.get $out)
      (block $moved (result i32)
        (drop (br_if $moved (i32.sub (local.get $in) (local.get $out)) (i32.and (local.get $id) (i32.const 2))))
        (call $difference (local.get $in) (local.get $out))))))
    (i32.store8 offset=12 (local.get $out) (i32.load8_u offset=1024 (i32.and (local.get $in) (i32.const 15))))
    (local.set $x (i32.const 1024))
    (loop $again
      (local.set $j (i32.add (local.get $j) (i32.load (local.get $x))))
      (local.set $x (local.get $in))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 2))))
    (i32.store8 offset=13 (local.get $out) (local.get $j))`,
    `(data (i32.const 1024) "0123456789abcdef")
    (func $first (param i32) (result i32) (i32.load (local.get 0)))
    (func $difference (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))`,
  ),
  'pointers below their segment': kernel(`(i32.store offset=4 (i32.sub (local.get $out) (i32.const 4))
      (i32.load offset=4 (i32.sub (local.get $inputs) (i32.const 4))))
    (i32.store8 offset=64 (i32.sub (local.get $out) (i32.const 60))
      (i32.load8_u offset=4 (i32.sub (local.get $inputs) (i32.const 3))))`),
  'a line of locals that move': kernel(
    `(loop $next ${Array.from({ length: 60 }, (_, k) => `(local.set $d${k} (local.get $d${k + 1}))`).join(' ')}
      (local.set $d60 (i32.load (i32.add (local.get $in) (i32.and (local.get $i) (i32.const 12)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 90))))
    (i32.store (local.get $out) (i32.add (local.get $d3) (local.get $d40)))`,
    '',
    Array.from({ length: 61 }, (_, k) => `(local $d${k} i32)`).join(' '),
  ),
  'many branches to the end of one block': kernel(`(block $found
      ${Array.from({ length: 140 }, (_, k) => `(br_if $found (i32.eq (i32.load8_u (local.get $in)) (i32.const ${k}))) (local.set $x (i32.const ${k}))`).join('\n')})
    (i32.store (local.get $out) (local.get $x))`),
}
