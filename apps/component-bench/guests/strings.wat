;; Strings from guest to guest: $Caller (UTF-8) gives a string of 1 KiB of ASCII to $Callee (UTF-16), which looks at
;; its first and its last code unit and gives back its length.
(component
  (component $Callee
    (core module $Code
      (memory (export "memory") 1)

      ;; One string at a time: each lies at address 1024.
      (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
        (if (i32.gt_u (local.get $size) (i32.const 4096)) (then unreachable))
        (i32.const 1024))

      (func (export "measure") (param $address i32) (param $length i32) (result i32)
        (if (i32.ne (i32.load16_u (local.get $address)) (i32.const 0x61 (; a ;))) (then unreachable))
        (if (i32.ne
              (i32.load16_u (i32.add
                (local.get $address)
                (i32.shl (i32.sub (local.get $length) (i32.const 1)) (i32.const 1))))
              (i32.const 0x7a (; z ;)))
          (then unreachable))
        ;; Or what was there before would do for the next one.
        (i32.store16 (local.get $address) (i32.const 0))
        (local.get $length))
    )
    (core instance $code (instantiate $Code))
    (func (export "measure") (param "text" string) (result u32)
      (canon lift (core func $code "measure")
        string-encoding=utf16 (memory (core memory $code "memory")) (realloc (core func $code "realloc"))))
  )

  (component $Caller
    (import "measure" (func $measure (param "text" string) (result u32)))

    (core module $Memory (memory (export "memory") 1))
    (core instance $memory (instantiate $Memory))
    (core module $Code
      (import "" "memory" (memory 1))
      (import "" "measure" (func $measure (param i32 i32) (result i32)))

      ;; 1024 letters at address 4096: a, m, m, ... , m, z.
      (func $start
        (memory.fill (i32.const 4096) (i32.const 0x6d (; m ;)) (i32.const 1024))
        (i32.store8 (i32.const 4096) (i32.const 0x61 (; a ;)))
        (i32.store8 (i32.const 5119) (i32.const 0x7a (; z ;))))
      (start $start)

      (func (export "run") (param $count i32) (result i32)
        (local $sum i32)
        (block $done
          (loop $again
            (br_if $done (i32.eqz (local.get $count)))
            (local.set $count (i32.sub (local.get $count) (i32.const 1)))
            (local.set $sum
              (i32.add (local.get $sum) (call $measure (i32.const 4096) (i32.const 1024))))
            (br $again)))
        (local.get $sum))
    )
    (core func $measure'
      (canon lower (func $measure) string-encoding=utf8 (memory (core memory $memory "memory"))))
    (core instance $code (instantiate $Code (with "" (instance
      (export "memory" (memory $memory "memory"))
      (export "measure" (func $measure'))
    ))))
    (func (export "run") (param "count" u32) (result u32) (canon lift (core func $code "run")))
  )

  (instance $callee (instantiate $Callee))
  (instance $caller (instantiate $Caller (with "measure" (func $callee "measure"))))
  (func (export "run") (alias export $caller "run"))
)
