;; Many calls into one instance at a time. Each waits for a call of the host's `gate` and gives back its result plus
;; one: on the event loop of the component, or on a stack of its own.
(component
  (import "gate" (func $gate async (param "number" u32) (result u32)))

  ;; 32 bytes for each of up to 131071 numbers: a result and a waitable set.
  (core module $Memory (memory (export "memory") 64))
  (core instance $memory (instantiate $Memory))
  (core module $Code
    (import "" "memory" (memory 64))
    (import "" "gate" (func $gate (param i32 i32) (result i32)))
    (import "" "gate-blocking" (func $gate-blocking (param i32) (result i32)))
    (import "" "task.return" (func $task.return (param i32)))
    (import "" "context.get" (func $context.get (result i32)))
    (import "" "context.set" (func $context.set (param i32)))
    (import "" "waitable-set.new" (func $waitable-set.new (result i32)))
    (import "" "waitable-set.drop" (func $waitable-set.drop (param i32)))
    (import "" "waitable.join" (func $waitable.join (param i32 i32)))
    (import "" "subtask.drop" (func $subtask.drop (param i32)))

    (func $slot (param $number i32) (result i32)
      (i32.shl (i32.add (local.get $number) (i32.const 1)) (i32.const 5)))

    (func (export "wait") (param $number i32) (result i32)
      (local $slot i32)
      (local $answer i32)
      (local $waitables i32)
      (local.set $slot (call $slot (local.get $number)))
      (call $context.set (local.get $slot))
      (local.set $answer (call $gate (local.get $number) (local.get $slot)))
      (if (i32.eq (local.get $answer) (i32.const 2 (; RETURNED ;)))
        (then (return (call $finish (local.get $slot)))))
      (local.set $waitables (call $waitable-set.new))
      (i32.store offset=4 (local.get $slot) (local.get $waitables))
      (call $waitable.join (i32.shr_u (local.get $answer) (i32.const 4)) (local.get $waitables))
      (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (local.get $waitables) (i32.const 4))))

    (func (export "wait-callback") (param $event i32) (param $subtask i32) (param $state i32) (result i32)
      (local $slot i32)
      (if (i32.ne (local.get $event) (i32.const 1 (; SUBTASK ;))) (then unreachable))
      (local.set $slot (call $context.get))
      (if (i32.eq (local.get $state) (i32.const 1 (; STARTED ;)))
        (then
          (return (i32.or
            (i32.const 2 (; WAIT ;))
            (i32.shl (i32.load offset=4 (local.get $slot)) (i32.const 4))))))
      (if (i32.ne (local.get $state) (i32.const 2 (; RETURNED ;))) (then unreachable))
      (call $subtask.drop (local.get $subtask))
      (call $waitable-set.drop (i32.load offset=4 (local.get $slot)))
      (call $finish (local.get $slot)))

    (func $finish (param $slot i32) (result i32)
      (call $task.return (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (i32.const 0 (; EXIT ;)))

    (func (export "wait-on-stack") (param $number i32)
      (call $task.return (i32.add (call $gate-blocking (local.get $number)) (i32.const 1))))

    (func (export "wait-alone") (param $number i32) (result i32)
      (i32.add (call $gate-blocking (local.get $number)) (i32.const 1)))
  )
  (core func $gate' (canon lower (func $gate) async (memory (core memory $memory "memory"))))
  (core func $gate-blocking (canon lower (func $gate)))
  (core func $task.return (canon task.return (result u32)))
  (core func $context.get (canon context.get i32 0))
  (core func $context.set (canon context.set i32 0))
  (core func $waitable-set.new (canon waitable-set.new))
  (core func $waitable-set.drop (canon waitable-set.drop))
  (core func $waitable.join (canon waitable.join))
  (core func $subtask.drop (canon subtask.drop))
  (core instance $code (instantiate $Code (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "gate" (func $gate'))
    (export "gate-blocking" (func $gate-blocking))
    (export "task.return" (func $task.return))
    (export "context.get" (func $context.get))
    (export "context.set" (func $context.set))
    (export "waitable-set.new" (func $waitable-set.new))
    (export "waitable-set.drop" (func $waitable-set.drop))
    (export "waitable.join" (func $waitable.join))
    (export "subtask.drop" (func $subtask.drop))
  ))))

  ;; Waits on the event loop.
  (func (export "wait") async (param "number" u32) (result u32)
    (canon lift (core func $code "wait") async (callback (core func $code "wait-callback"))))
  ;; Keeps a stack while it waits, beside others of its kind.
  (func (export "wait-on-stack") async (param "number" u32) (result u32)
    (canon lift (core func $code "wait-on-stack") async))
  ;; Keeps a stack and lets nobody else into the instance until it returns: it is lifted synchronously.
  (func (export "wait-alone") async (param "number" u32) (result u32)
    (canon lift (core func $code "wait-alone")))
)
