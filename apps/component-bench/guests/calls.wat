;; Calls from guest to guest: $Caller and $BlockingCaller call a function of $Callee over and over, with an
;; async-lowered import, and answer with the sum of all results (modulo 2^32). The functions of $Callee give back their
;; parameter plus one.
(component
  (component $Callee
    (core module $Code
      (import "" "task.return" (func $task.return (param i32)))
      (import "" "context.get" (func $context.get (result i32)))
      (import "" "context.set" (func $context.set (param i32)))

      (func (export "increment") (param $x i32) (result i32)
        (call $task.return (i32.add (local.get $x) (i32.const 1)))
        (i32.const 0 (; EXIT ;)))

      (func (export "never") (param i32 i32 i32) (result i32)
        unreachable)

      (func (export "increment-later") (param $x i32) (result i32)
        (call $context.set (local.get $x))
        (i32.const 1 (; YIELD ;)))

      (func (export "increment-now") (param $event i32) (param i32 i32) (result i32)
        (if (i32.ne (local.get $event) (i32.const 0 (; NONE ;))) (then unreachable))
        (call $task.return (i32.add (call $context.get) (i32.const 1)))
        (i32.const 0 (; EXIT ;)))
    )
    (core func $task.return (canon task.return (result u32)))
    (core func $context.get (canon context.get i32 0))
    (core func $context.set (canon context.set i32 0))
    (core instance $code (instantiate $Code (with "" (instance
      (export "task.return" (func $task.return))
      (export "context.get" (func $context.get))
      (export "context.set" (func $context.set))
    ))))
    (func (export "increment") async (param "x" u32) (result u32)
      (canon lift (core func $code "increment") async (callback (core func $code "never"))))
    (func (export "increment-later") async (param "x" u32) (result u32)
      (canon lift (core func $code "increment-later") async (callback (core func $code "increment-now"))))
  )

  (component $Caller
    (import "increment" (func $increment async (param "x" u32) (result u32)))
    (import "increment-later" (func $increment-later async (param "x" u32) (result u32)))

    (core module $Memory (memory (export "memory") 1))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 1))
      (import "" "increment" (func $increment (param i32 i32) (result i32)))
      (import "" "increment-later" (func $increment-later (param i32 i32) (result i32)))
      (import "" "task.return" (func $task.return (param i32)))
      (import "" "waitable-set.new" (func $waitable-set.new (result i32)))
      (import "" "waitable.join" (func $waitable.join (param i32 i32)))
      (import "" "subtask.drop" (func $subtask.drop (param i32)))

      ;; Results of calls are written to address 16.
      (global $waitables (mut i32) (i32.const 0))
      (global $count (mut i32) (i32.const 0))
      (global $next (mut i32) (i32.const 0))
      (global $sum (mut i32) (i32.const 0))
      (func $start (global.set $waitables (call $waitable-set.new)))
      (start $start)

      (func $begin (param $count i32)
        (global.set $count (local.get $count))
        (global.set $next (i32.const 0))
        (global.set $sum (i32.const 0)))

      ;; Takes the result of the call that has just returned.
      (func $take-result
        (global.set $sum (i32.add (global.get $sum) (i32.load (i32.const 16))))
        (global.set $next (i32.add (global.get $next) (i32.const 1))))

      ;; Calls, all of which return at once.
      (func (export "run-immediate") (param $count i32) (result i32)
        (call $begin (local.get $count))
        (block $done
          (loop $again
            (br_if $done (i32.eq (global.get $next) (global.get $count)))
            (if (i32.ne (call $increment (global.get $next) (i32.const 16)) (i32.const 2 (; RETURNED ;)))
              (then unreachable))
            (call $take-result)
            (br $again)))
        (call $task.return (global.get $sum))
        (i32.const 0 (; EXIT ;)))

      (func (export "never") (param i32 i32 i32) (result i32)
        unreachable)

      ;; Calls that yield; the event loop of the component waits for each.
      (func (export "run-waiting") (param $count i32) (result i32)
        (call $begin (local.get $count))
        (call $call-or-finish))

      (func (export "run-waiting-callback") (param $event i32) (param $subtask i32) (param $state i32) (result i32)
        (if (i32.ne (local.get $event) (i32.const 1 (; SUBTASK ;))) (then unreachable))
        (if (i32.ne (local.get $state) (i32.const 2 (; RETURNED ;))) (then unreachable))
        (call $subtask.drop (local.get $subtask))
        (call $take-result)
        (call $call-or-finish))

      ;; Gives the code that the component's event loop goes on with.
      (func $call-or-finish (result i32)
        (local $answer i32)
        (if (i32.eq (global.get $next) (global.get $count))
          (then
            (call $task.return (global.get $sum))
            (return (i32.const 0 (; EXIT ;)))))
        (local.set $answer (call $increment-later (global.get $next) (i32.const 16)))
        (if (i32.ne (i32.and (local.get $answer) (i32.const 15)) (i32.const 1 (; STARTED ;))) (then unreachable))
        (call $waitable.join (i32.shr_u (local.get $answer) (i32.const 4)) (global.get $waitables))
        (i32.or (i32.const 2 (; WAIT ;)) (i32.shl (global.get $waitables) (i32.const 4))))
    )
    (core func $increment' (canon lower (func $increment) async (memory (core memory $memory "memory"))))
    (core func $increment-later'
      (canon lower (func $increment-later) async (memory (core memory $memory "memory"))))
    (core func $task.return (canon task.return (result u32)))
    (core func $waitable-set.new (canon waitable-set.new))
    (core func $waitable.join (canon waitable.join))
    (core func $subtask.drop (canon subtask.drop))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "increment" (func $increment'))
      (export "increment-later" (func $increment-later'))
      (export "task.return" (func $task.return))
      (export "waitable-set.new" (func $waitable-set.new))
      (export "waitable.join" (func $waitable.join))
      (export "subtask.drop" (func $subtask.drop))
    ))))
    (func (export "run-immediate") async (param "count" u32) (result u32)
      (canon lift (core func $code "run-immediate") async (callback (core func $code "never"))))
    (func (export "run-waiting") async (param "count" u32) (result u32)
      (canon lift (core func $code "run-waiting") async (callback (core func $code "run-waiting-callback"))))
  )

  ;; A component of its own: whether a component can block decides what its other functions cost.
  (component $BlockingCaller
    (import "increment-later" (func $increment-later async (param "x" u32) (result u32)))

    (core module $Memory (memory (export "memory") 1))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 1))
      (import "" "increment-later" (func $increment-later (param i32 i32) (result i32)))
      (import "" "waitable-set.new" (func $waitable-set.new (result i32)))
      (import "" "waitable-set.wait" (func $waitable-set.wait (param i32 i32) (result i32)))
      (import "" "waitable.join" (func $waitable.join (param i32 i32)))
      (import "" "subtask.drop" (func $subtask.drop (param i32)))

      ;; Calls that yield; the stack of this function waits for each. Results are written to address 16, events to 0.
      (func (export "run") (param $count i32) (result i32)
        (local $waitables i32)
        (local $next i32)
        (local $sum i32)
        (local $answer i32)
        (local.set $waitables (call $waitable-set.new))
        (block $done
          (loop $again
            (br_if $done (i32.eq (local.get $next) (local.get $count)))
            (local.set $answer (call $increment-later (local.get $next) (i32.const 16)))
            (if (i32.ne (i32.and (local.get $answer) (i32.const 15)) (i32.const 1 (; STARTED ;)))
              (then unreachable))
            (call $waitable.join (i32.shr_u (local.get $answer) (i32.const 4)) (local.get $waitables))
            (if (i32.ne
                  (call $waitable-set.wait (local.get $waitables) (i32.const 0))
                  (i32.const 1 (; SUBTASK ;)))
              (then unreachable))
            (if (i32.ne (i32.load (i32.const 4)) (i32.const 2 (; RETURNED ;))) (then unreachable))
            (call $subtask.drop (i32.load (i32.const 0)))
            (local.set $sum (i32.add (local.get $sum) (i32.load (i32.const 16))))
            (local.set $next (i32.add (local.get $next) (i32.const 1)))
            (br $again)))
        (local.get $sum))
    )
    (core func $increment-later'
      (canon lower (func $increment-later) async (memory (core memory $memory "memory"))))
    (core func $waitable-set.new (canon waitable-set.new))
    (core func $waitable-set.wait (canon waitable-set.wait (memory (core memory $memory "memory"))))
    (core func $waitable.join (canon waitable.join))
    (core func $subtask.drop (canon subtask.drop))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "increment-later" (func $increment-later'))
      (export "waitable-set.new" (func $waitable-set.new))
      (export "waitable-set.wait" (func $waitable-set.wait))
      (export "waitable.join" (func $waitable.join))
      (export "subtask.drop" (func $subtask.drop))
    ))))
    (func (export "run") async (param "count" u32) (result u32)
      (canon lift (core func $code "run")))
  )

  (instance $callee (instantiate $Callee))
  (instance $caller (instantiate $Caller
    (with "increment" (func $callee "increment"))
    (with "increment-later" (func $callee "increment-later"))
  ))
  (instance $blocking-caller (instantiate $BlockingCaller
    (with "increment-later" (func $callee "increment-later"))
  ))
  (func (export "increment") (alias export $callee "increment"))
  (func (export "run-immediate") (alias export $caller "run-immediate"))
  (func (export "run-waiting") (alias export $caller "run-waiting"))
  (func (export "run-blocking") (alias export $blocking-caller "run"))
)
