import type { DeviceBuffer, KernelCall, PreparedKernel } from '@weft/backend'
import { type ExtractedKernel, readKernel } from '@weft/wasm-binary'
import createWabt from 'wabt'

const wabt = await createWabt()
const features = { threads: true, simd: true, bulk_memory: true, sign_extension: true }

/** The bytes of a module in text form, with the names of its functions. */
function assemble(text: string): Uint8Array {
  const module = wabt.parseWat('kernel.wat', text, features)
  try {
    return module.toBinary({ write_debug_names: true }).buffer
  } finally {
    module.destroy()
  }
}

/** A kernel whose body is `body`, with `buffers` buffers `$p0 $l0 …`; `rest` is put behind it into the module. */
export function kernel(body: string, { buffers = 1, rest = '' } = {}): ExtractedKernel {
  const parameters = Array.from(
    { length: buffers },
    (_, index) => `(param $p${index} i32) (param $l${index} i32)`,
  )
  return readKernel(
    assemble(`(module
      (import "" "memory" (memory 0 65536 shared))
      (func $kernel (export "kernel") (param $i i32) (param $n i32) (param $block i32) ${parameters.join(' ')}
        ${body})
      ${rest})`),
  )
}

/** The address of word `$i` of the first buffer. */
export const word = '(i32.add (local.get $p0) (i32.shl (local.get $i) (i32.const 2)))'

/** Counts the runs of each iteration in a buffer of words. */
export const countKernel = kernel(`(drop (i32.atomic.rmw.add ${word} (i32.const 1)))`)

/** Works until its fuel is used up, in the last iteration. */
export const endlessKernel = kernel(
  `(if (i32.eq (i32.add (local.get $i) (i32.const 1)) (local.get $n))
    (then
      (local.set $i (local.get $n))
      (loop $forever
        (local.set $i (i32.xor (local.get $i) (i32.shl (local.get $i) (i32.const 13))))
        (local.set $i (i32.xor (local.get $i) (i32.shr_u (local.get $i) (i32.const 17))))
        (local.set $i (i32.xor (local.get $i) (i32.shl (local.get $i) (i32.const 5))))
        (br_if $forever (local.get $i)))))`,
  { buffers: 0 },
)

/** A call of `iterations` iterations on out-buffers. */
export function callOf(
  prepared: PreparedKernel,
  iterations: number,
  ...outBuffers: readonly DeviceBuffer[]
): KernelCall {
  return { kernel: prepared, iterations, blockSize: 1, inBuffers: [], outBuffers }
}
