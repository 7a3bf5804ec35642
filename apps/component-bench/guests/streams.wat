;; Streams of bytes: $Producer writes them in chunks, $Consumer reads them, $Passer only passes them on. Every chunk
;; begins with its number and ends with the complement of its number; one byte in its middle is checked too.
(component
  (component $Producer
    (core module $Memory (memory (export "memory") 2))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 2))
      (import "" "stream.new" (func $stream.new (result i64)))
      (import "" "stream.write" (func $stream.write (param i32 i32 i32) (result i32)))
      (import "" "stream.drop-writable" (func $stream.drop-writable (param i32)))
      (import "" "task.return" (func $task.return (param i32)))
      (import "" "waitable-set.new" (func $waitable-set.new (result i32)))
      (import "" "waitable.join" (func $waitable.join (param i32 i32)))

      ;; One stream at a time. The chunk lies at address 65536.
      (global $waitables (mut i32) (i32.const 0))
      (global $writable (mut i32) (i32.const 0))
      (global $chunk-size (mut i32) (i32.const 0))
      (global $count (mut i32) (i32.const 0))
      (global $number (mut i32) (i32.const 0))
      (global $written (mut i32) (i32.const 0))
      (func $start
        (memory.fill (i32.const 65536) (i32.const 0x5a) (i32.const 65536))
        (global.set $waitables (call $waitable-set.new)))
      (start $start)

      (func (export "produce") (param $chunk-size i32) (param $count i32) (result i32)
        (local $ends i64)
        (global.set $chunk-size (local.get $chunk-size))
        (global.set $count (local.get $count))
        (global.set $number (i32.const 0))
        (global.set $written (i32.const 0))
        (call $stamp)
        (local.set $ends (call $stream.new))
        (global.set $writable (i32.wrap_i64 (i64.shr_u (local.get $ends) (i64.const 32))))
        (call $waitable.join (global.get $writable) (global.get $waitables))
        (call $task.return (i32.wrap_i64 (local.get $ends)))
        (call $write-on))

      (func (export "produce-callback") (param $event i32) (param $stream i32) (param $payload i32) (result i32)
        (if (i32.ne (local.get $event) (i32.const 3 (; STREAM_WRITE ;))) (then unreachable))
        (call $advance (local.get $payload))
        (call $write-on))

      (func $stamp
        (i32.store (i32.const 65536) (global.get $number))
        (i32.store (i32.add (i32.const 65532) (global.get $chunk-size))
          (i32.xor (global.get $number) (i32.const -1))))

      ;; Takes note of what a write has given: COMPLETED (0) and how much was read.
      (func $advance (param $payload i32)
        (if (i32.and (local.get $payload) (i32.const 15)) (then unreachable))
        (global.set $written
          (i32.add (global.get $written) (i32.shr_u (local.get $payload) (i32.const 4))))
        (if (i32.eq (global.get $written) (global.get $chunk-size))
          (then
            (global.set $written (i32.const 0))
            (global.set $number (i32.add (global.get $number) (i32.const 1)))
            (call $stamp))))

      ;; Writes until a write blocks or all is written. Gives the code that the event loop goes on with.
      (func $write-on (result i32)
        (local $payload i32)
        (loop $again
          (if (i32.eq (global.get $number) (global.get $count))
            (then
              (call $stream.drop-writable (global.get $writable))
              (return (i32.const 0 (; EXIT ;)))))
          (local.set $payload
            (call $stream.write
              (global.get $writable)
              (i32.add (i32.const 65536) (global.get $written))
              (i32.sub (global.get $chunk-size) (global.get $written))))
          (if (i32.eq (local.get $payload) (i32.const -1 (; BLOCKED ;)))
            (then
              (return (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (global.get $waitables) (i32.const 4))))))
          (call $advance (local.get $payload))
          (br $again))
        unreachable)
    )
    (type $bytes (stream u8))
    (core func $stream.new (canon stream.new $bytes))
    (core func $stream.write (canon stream.write $bytes async (memory (core memory $memory "memory"))))
    (core func $stream.drop-writable (canon stream.drop-writable $bytes))
    (core func $task.return (canon task.return (result $bytes)))
    (core func $waitable-set.new (canon waitable-set.new))
    (core func $waitable.join (canon waitable.join))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "stream.new" (func $stream.new))
      (export "stream.write" (func $stream.write))
      (export "stream.drop-writable" (func $stream.drop-writable))
      (export "task.return" (func $task.return))
      (export "waitable-set.new" (func $waitable-set.new))
      (export "waitable.join" (func $waitable.join))
    ))))
    (func (export "produce") async (param "chunk-size" u32) (param "count" u32) (result $bytes)
      (canon lift (core func $code "produce") async (callback (core func $code "produce-callback"))))
  )

  (component $Passer
    (type $bytes (stream u8))
    (import "produce" (func $produce async (param "chunk-size" u32) (param "count" u32) (result $bytes)))
    (core module $Memory (memory (export "memory") 1))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 1))
      (import "" "produce" (func $produce (param i32 i32 i32) (result i32)))
      (import "" "task.return" (func $task.return (param i32)))

      (func (export "produce") (param $chunk-size i32) (param $count i32) (result i32)
        (if (i32.ne
              (call $produce (local.get $chunk-size) (local.get $count) (i32.const 16))
              (i32.const 2 (; RETURNED ;)))
          (then unreachable))
        (call $task.return (i32.load (i32.const 16)))
        (i32.const 0 (; EXIT ;)))

      (func (export "never") (param i32 i32 i32) (result i32)
        unreachable)
    )
    (core func $produce' (canon lower (func $produce) async (memory (core memory $memory "memory"))))
    (core func $task.return (canon task.return (result $bytes)))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "produce" (func $produce'))
      (export "task.return" (func $task.return))
    ))))
    (func (export "produce") async (param "chunk-size" u32) (param "count" u32) (result $bytes)
      (canon lift (core func $code "produce") async (callback (core func $code "never"))))
  )

  (component $Consumer
    (type $bytes (stream u8))
    (import "produce" (func $produce async (param "chunk-size" u32) (param "count" u32) (result $bytes)))
    (core module $Memory (memory (export "memory") 2))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 2))
      (import "" "produce" (func $produce (param i32 i32 i32) (result i32)))
      (import "" "stream.read" (func $stream.read (param i32 i32 i32) (result i32)))
      (import "" "stream.drop-readable" (func $stream.drop-readable (param i32)))
      (import "" "task.return" (func $task.return (param i32)))
      (import "" "waitable-set.new" (func $waitable-set.new (result i32)))
      (import "" "waitable.join" (func $waitable.join (param i32 i32)))

      ;; One stream at a time. The chunk lies at address 65536.
      (global $waitables (mut i32) (i32.const 0))
      (global $readable (mut i32) (i32.const 0))
      (global $chunk-size (mut i32) (i32.const 0))
      (global $count (mut i32) (i32.const 0))
      (global $number (mut i32) (i32.const 0))
      (global $sum (mut i32) (i32.const 0))
      (global $filled (mut i32) (i32.const 0))
      (global $ended (mut i32) (i32.const 0))
      (func $start (global.set $waitables (call $waitable-set.new)))
      (start $start)

      ;; Gets a stream from the import and reads it. Gives the sum of the chunks' numbers.
      (func (export "run") (param $chunk-size i32) (param $count i32) (result i32)
        (if (i32.ne
              (call $produce (local.get $chunk-size) (local.get $count) (i32.const 16))
              (i32.const 2 (; RETURNED ;)))
          (then unreachable))
        (call $consume (i32.load (i32.const 16)) (local.get $chunk-size) (local.get $count)))

      ;; Reads the stream it is given. Gives the sum of the chunks' numbers.
      (func $consume (export "consume") (param $stream i32) (param $chunk-size i32) (param $count i32) (result i32)
        (global.set $readable (local.get $stream))
        (global.set $chunk-size (local.get $chunk-size))
        (global.set $count (local.get $count))
        (global.set $number (i32.const 0))
        (global.set $sum (i32.const 0))
        (global.set $filled (i32.const 0))
        (global.set $ended (i32.const 0))
        (call $waitable.join (local.get $stream) (global.get $waitables))
        (call $read-on))

      (func (export "read-callback") (param $event i32) (param $stream i32) (param $payload i32) (result i32)
        (if (i32.ne (local.get $event) (i32.const 2 (; STREAM_READ ;))) (then unreachable))
        (call $advance (local.get $payload))
        (call $read-on))

      ;; Takes note of what a read has given: how much, and whether the writer has gone.
      (func $advance (param $payload i32)
        (global.set $ended (i32.and (local.get $payload) (i32.const 15)))
        (global.set $filled
          (i32.add (global.get $filled) (i32.shr_u (local.get $payload) (i32.const 4))))
        (if (i32.eq (global.get $filled) (global.get $chunk-size))
          (then
            (call $check-chunk)
            (global.set $filled (i32.const 0))
            (global.set $sum (i32.add (global.get $sum) (global.get $number)))
            (global.set $number (i32.add (global.get $number) (i32.const 1))))))

      (func $check-chunk
        (local $middle i32)
        (local $end i32)
        (local.set $middle (i32.add (i32.const 65536) (i32.shr_u (global.get $chunk-size) (i32.const 1))))
        (local.set $end (i32.add (i32.const 65532) (global.get $chunk-size)))
        (if (i32.ne (i32.load (i32.const 65536)) (global.get $number)) (then unreachable))
        (if (i32.ne (i32.load8_u (local.get $middle)) (i32.const 0x5a)) (then unreachable))
        (if (i32.ne (i32.load (local.get $end)) (i32.xor (global.get $number) (i32.const -1)))
          (then unreachable))
        ;; Or what was there before would do for the next one.
        (i32.store (i32.const 65536) (i32.const 0))
        (i32.store8 (local.get $middle) (i32.const 0))
        (i32.store (local.get $end) (i32.const 0)))

      ;; Reads until a read blocks or the stream ends. Gives the code that the event loop goes on with.
      (func $read-on (result i32)
        (local $payload i32)
        (loop $again
          (if (global.get $ended)
            (then
              (if (i32.ne (global.get $number) (global.get $count)) (then unreachable))
              (call $stream.drop-readable (global.get $readable))
              (call $task.return (global.get $sum))
              (return (i32.const 0 (; EXIT ;)))))
          (local.set $payload
            (call $stream.read
              (global.get $readable)
              (i32.add (i32.const 65536) (global.get $filled))
              (i32.sub (global.get $chunk-size) (global.get $filled))))
          (if (i32.eq (local.get $payload) (i32.const -1 (; BLOCKED ;)))
            (then
              (return (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (global.get $waitables) (i32.const 4))))))
          (call $advance (local.get $payload))
          (br $again))
        unreachable)
    )
    (core func $produce' (canon lower (func $produce) async (memory (core memory $memory "memory"))))
    (core func $stream.read (canon stream.read $bytes async (memory (core memory $memory "memory"))))
    (core func $stream.drop-readable (canon stream.drop-readable $bytes))
    (core func $task.return (canon task.return (result u32)))
    (core func $waitable-set.new (canon waitable-set.new))
    (core func $waitable.join (canon waitable.join))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "produce" (func $produce'))
      (export "stream.read" (func $stream.read))
      (export "stream.drop-readable" (func $stream.drop-readable))
      (export "task.return" (func $task.return))
      (export "waitable-set.new" (func $waitable-set.new))
      (export "waitable.join" (func $waitable.join))
    ))))
    (func (export "run") async (param "chunk-size" u32) (param "count" u32) (result u32)
      (canon lift (core func $code "run") async (callback (core func $code "read-callback"))))
    (func (export "consume") async (param "bytes" $bytes) (param "chunk-size" u32) (param "count" u32) (result u32)
      (canon lift (core func $code "consume") async (callback (core func $code "read-callback"))))
  )

  (instance $producer (instantiate $Producer))
  (instance $passer-1 (instantiate $Passer (with "produce" (func $producer "produce"))))
  (instance $passer-2 (instantiate $Passer (with "produce" (func $passer-1 "produce"))))
  (instance $passer-3 (instantiate $Passer (with "produce" (func $passer-2 "produce"))))
  (instance $passer-4 (instantiate $Passer (with "produce" (func $passer-3 "produce"))))
  (instance $passer-5 (instantiate $Passer (with "produce" (func $passer-4 "produce"))))
  (instance $passer-6 (instantiate $Passer (with "produce" (func $passer-5 "produce"))))
  (instance $passer-7 (instantiate $Passer (with "produce" (func $passer-6 "produce"))))
  (instance $passer-8 (instantiate $Passer (with "produce" (func $passer-7 "produce"))))
  (instance $direct (instantiate $Consumer (with "produce" (func $producer "produce"))))
  (instance $through-1 (instantiate $Consumer (with "produce" (func $passer-1 "produce"))))
  (instance $through-8 (instantiate $Consumer (with "produce" (func $passer-8 "produce"))))

  (func (export "produce") (alias export $producer "produce"))
  (func (export "consume") (alias export $direct "consume"))
  (func (export "run-direct") (alias export $direct "run"))
  (func (export "run-through1") (alias export $through-1 "run"))
  (func (export "run-through8") (alias export $through-8 "run"))
)
