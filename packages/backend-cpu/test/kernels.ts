import type { KernelModule } from '@weft/backend'
import wabtInit from 'wabt'

const wabt = await wabtInit()
const features = { threads: true, simd: true, bulk_memory: true, tail_call: true, sign_extension: true }

/** The bytes of a module in text form. */
function assemble(text: string): Uint8Array {
  const module = wabt.parseWat('kernel.wat', text, features)
  try {
    return module.toBinary({}).buffer
  } finally {
    module.destroy()
  }
}

/** A kernel whose body is `body`, with `buffers` buffers `$p0 $l0 …`; `rest` is put behind it into the module. */
export function kernel(body: string, { buffers = 1, rest = '' } = {}): KernelModule {
  const parameters = Array.from(
    { length: buffers },
    (_, index) => `(param $p${index} i32) (param $l${index} i32)`,
  )
  const bytes = assemble(`(module
    (import "" "memory" (memory 0 65536 shared))
    (func $kernel (export "kernel") (param $i i32) (param $n i32) (param $block i32) ${parameters.join(' ')}
      ${body})
    ${rest})`)
  return { bytes, bufferCount: buffers, statics: [], staticBytes: 0, globals: [], functions: [] }
}

/** Adds 1 to the word that belongs to the iteration, in a buffer of 1024 words. */
export const countIterations = kernel(`
  (drop (i32.atomic.rmw.add
    (i32.add (local.get $p0) (i32.shl (i32.and (local.get $i) (i32.const 1023)) (i32.const 2)))
    (i32.const 1)))`)

export const emptyKernel = kernel('', { buffers: 0 })

export const endlessKernel = kernel('(loop $again (br $again))', { buffers: 0 })
