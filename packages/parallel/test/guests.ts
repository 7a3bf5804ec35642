import { escaped, wat } from './wat.js'

/** Signatures of the interface, as a guest imports them. */
export const imports = {
  get_device:
    '(import "wasi_ephemeral_parallel" "get_device" (func $get_device (param i32 i32) (result i32)))',
  create_buffer:
    '(import "wasi_ephemeral_parallel" "create_buffer" (func $create_buffer (param i32 i32 i32 i32) (result i32)))',
  write_buffer:
    '(import "wasi_ephemeral_parallel" "write_buffer" (func $write_buffer (param i32 i32 i32) (result i32)))',
  read_buffer:
    '(import "wasi_ephemeral_parallel" "read_buffer" (func $read_buffer (param i32 i32 i32) (result i32)))',
  parallel_exec: `(import "wasi_ephemeral_parallel" "parallel_exec"
    (func $parallel_exec (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))`,
  parallel_for: `(import "wasi_ephemeral_parallel" "parallel_for"
    (func $parallel_for (param i32 i32 i32 i32 i32 i32 i32) (result i32)))`,
}

/** `A[i] += B[i] + 3 * C[i]`, `block_size` elements an iteration. */
const nstreamBody = `
  (local $i i32) (local $end i32)
  (local.set $i (i32.shl (i32.mul (local.get $iteration) (local.get $block)) (i32.const 2)))
  (local.set $end (i32.add (local.get $i) (i32.shl (local.get $block) (i32.const 2))))
  (if (i32.gt_u (local.get $end) (local.get $a_len)) (then (local.set $end (local.get $a_len))))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $i) (local.get $end)))
      (f32.store (i32.add (local.get $a) (local.get $i))
        (f32.add (f32.load (i32.add (local.get $a) (local.get $i)))
          (f32.add (f32.load (i32.add (local.get $b) (local.get $i)))
            (f32.mul (f32.const 3) (f32.load (i32.add (local.get $c) (local.get $i)))))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br $next)))`

const nstreamParameters = `(param $iteration i32) (param $n i32) (param $block i32) (param $a i32) (param $a_len i32)
  (param $b i32) (param $b_len i32) (param $c i32) (param $c_len i32)`

/** A kernel module with a body and buffers named `$b0`, `$l0`, … */
export function kernelModule(body: string, buffers = 0, memory = '1 1'): Uint8Array {
  const parameters = Array.from(
    { length: buffers },
    (_, index) => `(param $b${index} i32) (param $l${index} i32)`,
  )
  return wat(`(module (import "" "memory" (memory ${memory} shared))
    (func (export "kernel") (param $i i32) (param $n i32) (param $block i32) ${parameters.join(' ')} ${body}))`)
}

/** Stores iteration + 1 at address 0: only one iteration tells what it stored. */
const storeKernel = kernelModule('(i32.store (i32.const 0) (i32.add (local.get $i) (i32.const 1)))')

/** Prototype shape 1: kernel bytes in a data segment, a shared memory, no buffers. */
export const storeGuest = wat(`(module
  ${imports.get_device} ${imports.parallel_exec}
  (memory (export "memory") 1 1 shared)
  (data (i32.const 1024) "${escaped(storeKernel)}")
  (func (export "run") (param $kind i32) (param $iterations i32) (result i32)
    (local $errno i32)
    (if (local.tee $errno (call $get_device (local.get $kind) (i32.const 16)))
      (then (return (local.get $errno))))
    (call $parallel_exec (i32.load (i32.const 16)) (i32.const 1024) (i32.const ${storeKernel.length})
      (local.get $iterations) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
  (func (export "value") (result i32) (i32.load (i32.const 0))))`)

const nstreamKernel = wat(`(module (import "" "memory" (memory 1 65536 shared))
  (func (export "kernel") ${nstreamParameters} ${nstreamBody}))`)

/** Arrays of the nstream guests: A, B, C behind each other; up to 4096 elements each. */
const nstreamAddresses = { a: 0x1_0000, b: 0x1_4000, c: 0x1_8000 }

const nstreamSetup = `
  (global $items (mut i32) (i32.const 0))
  (global $iterations (mut i32) (i32.const 0))
  (func $fill (param $address i32) (param $value f32)
    (local $i i32)
    (loop $next
      (f32.store (i32.add (local.get $address) (i32.shl (local.get $i) (i32.const 2))) (local.get $value))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (global.get $items)))))
  (func $buffer (param $address i32) (param $access i32) (param $slot i32) (result i32)
    (local $errno i32) (local $size i32)
    (local.set $size (i32.shl (global.get $items) (i32.const 2)))
    (if (local.tee $errno (call $create_buffer (i32.load (i32.const 16)) (local.get $size) (local.get $access)
        (local.get $slot)))
      (then (return (local.get $errno))))
    (call $write_buffer (local.get $address) (local.get $size) (i32.load (local.get $slot))))
  (func (export "setup") (param $threads i32) (param $count i32) (param $kind i32) (result i32)
    (global.set $items (local.get $count))
    (call $fill (i32.const ${nstreamAddresses.a}) (f32.const 0))
    (call $fill (i32.const ${nstreamAddresses.b}) (f32.const 2))
    (call $fill (i32.const ${nstreamAddresses.c}) (f32.const 2))
    (i32.or (call $get_device (local.get $kind) (i32.const 16))
      (i32.or (call $buffer (i32.const ${nstreamAddresses.a}) (i32.const 1) (i32.const 32))
        (i32.or (call $buffer (i32.const ${nstreamAddresses.b}) (i32.const 0) (i32.const 36))
          (call $buffer (i32.const ${nstreamAddresses.c}) (i32.const 0) (i32.const 40))))))
  (func $blocks (result i32)
    (i32.div_u (i32.add (global.get $items) (i32.const 6)) (i32.const 7)))
  (func $check (result i32)
    (local $i i32) (local $wrong i32)
    (loop $next
      (if (f32.ne (f32.load (i32.add (i32.const ${nstreamAddresses.a}) (i32.shl (local.get $i) (i32.const 2))))
          (f32.mul (f32.const 8) (f32.convert_i32_u (global.get $iterations))))
        (then (local.set $wrong (i32.add (local.get $wrong) (i32.const 1)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (global.get $items))))
    (local.get $wrong))`

/** Prototype shape 2: nstream, results read where A lies in the guest's memory, without `read_buffer`. */
export const nstreamGuest = wat(`(module
  ${imports.get_device} ${imports.create_buffer} ${imports.write_buffer} ${imports.parallel_exec}
  (memory (export "memory") 2 2 shared)
  (data (i32.const 1024) "${escaped(nstreamKernel)}")
  ${nstreamSetup}
  (func (export "execute") (result i32)
    (global.set $iterations (i32.add (global.get $iterations) (i32.const 1)))
    (call $parallel_exec (i32.load (i32.const 16)) (i32.const 1024) (i32.const ${nstreamKernel.length})
      (call $blocks) (i32.const 7) (i32.const 32) (i32.const 3) (i32.const 0) (i32.const 0)))
  (func (export "finish") (result i32) (call $check)))`)

/** The same with a `read_buffer` in front of the check, so that it works in isolated mode. */
export const nstreamReadingGuest = wat(`(module
  ${imports.get_device} ${imports.create_buffer} ${imports.write_buffer} ${imports.read_buffer} ${imports.parallel_exec}
  (memory (export "memory") 2 2 shared)
  (data (i32.const 1024) "${escaped(nstreamKernel)}")
  ${nstreamSetup}
  (func (export "execute") (result i32)
    (global.set $iterations (i32.add (global.get $iterations) (i32.const 1)))
    (call $parallel_exec (i32.load (i32.const 16)) (i32.const 1024) (i32.const ${nstreamKernel.length})
      (call $blocks) (i32.const 7) (i32.const 32) (i32.const 3) (i32.const 0) (i32.const 0)))
  (func (export "finish") (result i32)
    (local $errno i32)
    (if (local.tee $errno (call $read_buffer (i32.load (i32.const 32)) (i32.const ${nstreamAddresses.a})
        (i32.shl (global.get $items) (i32.const 2))))
      (then (return (i32.sub (i32.const 0) (local.get $errno)))))
    (call $check)))`)

/** Prototype shape 4: the 2021 draft. The kernel is a function of the guest; the memory is not shared. */
export function tableGuest(tableExport: string): Uint8Array {
  return wat(`(module
  ${imports.get_device} ${imports.create_buffer} ${imports.write_buffer} ${imports.parallel_for}
  (memory (export "memory") 2)
  (table (export "${tableExport}") 3 3 funcref)
  (elem (i32.const 1) $nstream $store)
  ${nstreamSetup}
  (global $bias (mut i32) (i32.const 1))
  (func $nstream ${nstreamParameters} ${nstreamBody})
  (func $store (param $i i32) (param $n i32) (param $block i32)
    (i32.store (i32.add (i32.const 64) (i32.shl (local.get $i) (i32.const 2)))
      (i32.add (local.get $i) (global.get $bias))))
  (func (export "set_bias") (param i32) (global.set $bias (local.get 0)))
  (func (export "store") (param $index i32) (param $n i32) (result i32)
    (call $parallel_for (local.get $index) (local.get $n) (i32.const 1)
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
  (func (export "stored") (param $i i32) (result i32)
    (i32.load (i32.add (i32.const 64) (i32.shl (local.get $i) (i32.const 2)))))
  (func (export "execute") (result i32)
    (global.set $iterations (i32.add (global.get $iterations) (i32.const 1)))
    (call $parallel_for (i32.const 1) (call $blocks) (i32.const 7)
      (i32.const 32) (i32.const 3) (i32.const 0) (i32.const 0)))
  (func (export "finish") (result i32) (call $check)))`)
}

interface ApiGuestOptions {
  readonly memory?: string
  /** Functions of the interface to import and export; all but `parallel_for` by default. */
  readonly functions?: readonly (keyof typeof imports)[]
  /** More module fields. */
  readonly fields?: string
}

/** A guest that exports the interface, so that a test can call it with any arguments. */
export function apiGuest(options: ApiGuestOptions = {}): Uint8Array {
  const { memory = '(memory (export "memory") 4)', fields = '' } = options
  const all = Object.keys(imports) as (keyof typeof imports)[]
  const functions = options.functions ?? all.filter((name) => name !== 'parallel_for')
  const wrappers = functions.map((name) => {
    const count = imports[name].split('(param')[1]!.split(')')[0]!.trim().split(' ').length
    const parameters = Array.from({ length: count }, () => 'i32').join(' ')
    const pushes = Array.from({ length: count }, (_, index) => `(local.get ${index})`).join(' ')
    return `(func (export "${name}") (param ${parameters}) (result i32) (call $${name} ${pushes}))`
  })
  return wat(
    `(module ${functions.map((name) => imports[name]).join(' ')} ${memory} ${wrappers.join(' ')} ${fields})`,
  )
}
