import { describe, expect, it } from 'vitest'
import wabt from 'wabt'
import { ComponentInstance } from '../src/instance.js'
import { GuestMemory } from '../src/memory.js'
import type { Realloc } from '../src/options.js'
import { Store } from '../src/store.js'
import type { ValType } from '../src/types.js'
import { CoreValueIter } from '../src/values/flat-lifting.js'
import { lift_flat_values, lower_flat_values } from '../src/values/lift-lower-values.js'
import { encodings, plainMapping, ptrTypes } from './support/value-guest.js'

const { parseWat } = await wabt()

/** A core module with an allocator that never frees and grows the memory by what it needs. */
function load(ptr: 'i32' | 'i64') {
  const pages = ptr === 'i64' ? '(memory (export "memory") i64 1)' : '(memory (export "memory") 1)'
  const text = `(module ${pages}
    (global $next (mut ${ptr}) (${ptr}.const 8))
    (func (export "realloc") (param $old ${ptr}) (param $old-size ${ptr}) (param $align ${ptr}) (param $size ${ptr})
      (result ${ptr}) (local $new ${ptr})
      (local.set $new (${ptr}.and
        (${ptr}.add (global.get $next) (${ptr}.sub (local.get $align) (${ptr}.const 1)))
        (${ptr}.sub (${ptr}.const 0) (local.get $align))))
      (global.set $next (${ptr}.add (local.get $new) (local.get $size)))
      (drop (memory.grow (${ptr}.add (${ptr}.shr_u (local.get $size) (${ptr}.const 16)) (${ptr}.const 1))))
      (memory.copy (local.get $new) (local.get $old)
        (select (local.get $old-size) (local.get $size) (${ptr}.lt_u (local.get $old-size) (local.get $size))))
      (local.get $new)))`
  const features = { bulk_memory: true, memory64: true }
  const { buffer } = parseWat('guest.wat', text, features).toBinary({})
  return new WebAssembly.Instance(new WebAssembly.Module(buffer as Uint8Array<ArrayBuffer>)).exports
}

function guest(string_encoding: (typeof encodings)[number], ptr: 'i32' | 'i64') {
  const { memory, realloc } = load(ptr)
  const opts = {
    string_encoding,
    memory: new GuestMemory(memory as WebAssembly.Memory, ptr),
    realloc: realloc as unknown as Realloc,
  }
  const cx = { opts, inst: new ComponentInstance(new Store()) }
  return { guest: cx, host: { ...cx, host: plainMapping } }
}

describe('guests with a realloc of their own', () => {
  const types: ValType[] = [
    { kind: 'string' },
    {
      kind: 'list',
      element: { kind: 'tuple', types: [{ kind: 'string' }, { kind: 'list', element: { kind: 'u8' } }] },
    },
  ]
  const values = [
    'ASCII, é, ☃ and 🍰'.repeat(100),
    ['latin ÿ', 'wide ☃', ''].map((string) => [string, Uint8Array.of(1, 2, 3)]),
  ]

  it.each(ptrTypes.flatMap((from) => ptrTypes.map((to) => [from, to] as const)))(
    'exchange values: %s to %s',
    (from, to) => {
      for (const encodingA of encodings)
        for (const encodingB of encodings) {
          const [a, b] = [guest(encodingA, from), guest(encodingB, to)]
          const flat = lower_flat_values(a.host, 16, values, types)
          const lifted = lift_flat_values(a.guest, 16, new CoreValueIter(flat), types)
          const taken = lower_flat_values(b.guest, 0, lifted, types)
          expect(lift_flat_values(b.host, 0, new CoreValueIter(taken), types)).toStrictEqual(values)
        }
    },
  )
})
