/** A core module with what canonical definitions may need, and aliases of all of it. */
export const libc = `
  (core module $L
    (memory (export "mem") 1)
    (table (export "table") 1 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
    (func (export "callback") (param i32 i32 i32) (result i32) unreachable)
    (func (export "none"))
    (func (export "two") (param i32 i32))
    (func (export "one-result") (result i32) unreachable))
  (core instance $l (instantiate $L))
  (alias core export $l "mem" (core memory $mem))
  (alias core export $l "table" (core table $table))
  (alias core export $l "realloc" (core func $realloc))
  (alias core export $l "callback" (core func $callback))
  (alias core export $l "none" (core func $none))
  (alias core export $l "two" (core func $two))
  (alias core export $l "one-result" (core func $one))`

/** Valid components that together use every kind of definition. */
export const seeds = [
  `(component ${libc}
    (import "f" (func $f (param "s" string) (result (list u8))))
    (core func (canon lower (func $f) (memory $mem) (realloc $realloc)))
    (func (export "g") (param "s" string) (canon lift (core func $two) (memory $mem) (realloc $realloc))))`,
  `(component ${libc}
    (import "f" (func $f async (param "x" u32)))
    (core func (canon lower (func $f) async (memory $mem)))
    (func (export "g") async (canon lift (core func $one) async (callback $callback)))
    (type $s (stream string))
    (core func (canon stream.read $s async (memory $mem) (realloc $realloc)))
    (core func (canon task.return (result string) (memory $mem)))
    (core type $start (func (param i32)))
    (core func (canon thread.new-indirect $start $table))
    (core func (canon context.get i32 1)))`,
  `(component
    (type $point (record (field "x" f64) (field "y" f64)))
    (import "point" (type $p (eq $point)))
    (import "w:shapes/all@1.2.0" (instance $i
      (export "shape" (type $shape (sub resource)))
      (export "[method]shape.area" (func (param "self" (borrow $shape)) (result f64)))
      (export "[constructor]shape" (func (result (own $shape))))))
    (import "draw" (func (param "at" (list $p)))))`,
  `(component
    (component $C
      (import "r" (type $r (sub resource)))
      (import "f" (func $f (param "x" (own $r))))
      (export $named "r" (type $r))
      (export "f" (func $f) (func (param "x" (own $named)))))
    (type $own (resource (rep i32)))
    (core func $drop (canon resource.drop $own))
    (func $take (param "x" (own $own)) (canon lift (core func $drop)))
    (instance $c (instantiate $C (with "r" (type $own)) (with "f" (func $take))))
    (alias export $c "r" (type $r))
    (core func (canon resource.rep $r))
    (export $named "r" (type $r))
    (export "c" (instance $c)))`,
  `(component
    (type (component
      (type $T (instance (export "r" (type (sub resource)))))
      (import "a" (instance $a (type $T)))
      (alias export $a "r" (type $r))
      (export "b" (instance (export "r" (type (eq $r)))))
      (export "f" (func (param "x" (tuple (own $r) (option (result (error char)))))))))
    (core type (module
      (type $f (func (param i32) (result i64)))
      (import "a" "b" (func (type $f)))
      (import "a" "c" (memory 1 2))
      (export "d" (global (mut i32))))))`,
] as const
