import { encodeModule, type Module, opcodeEntries } from '@weft/wasm-binary'
import { describe, expect, test } from 'vitest'
import { CodeWriter } from './code-writer.js'
import { memoryAccess } from './memory-access.js'
import { ModuleBuilder } from './module-builder.js'

const empty: Module = {
  types: [],
  imports: [],
  functions: [],
  tables: [],
  memories: [{ limits: { minimum: 1n, maximum: 1n }, shared: true, index: 'i32' }],
  tags: [],
  globals: [],
  exports: [],
  elements: [],
  code: [],
  data: [],
  customs: [],
}
const pageBytes = 65_536
const names = opcodeEntries()
  .filter(({ shapes }) => shapes.includes('memarg'))
  .map(({ name }) => name)

/** A function `(address) -> ()` that makes one access with zeros. */
function accessAt(name: string): ((address: number) => void) | undefined {
  const access = memoryAccess(name)
  if (access === undefined) return undefined
  const builder = new ModuleBuilder(empty)
  const code = new CodeWriter()
  for (const index of [0, ...access.parameters].keys()) code.at('local.get', 'local', index)
  const align = name.includes('atomic') ? Math.log2(access.sizeBytes) : 0
  const lane = name.endsWith('_lane') ? [{ kind: 'lane', lane: 0 } as const] : []
  code.op(name, { kind: 'memarg', align, memory: 0, offset: 0n }, ...lane)
  const inner = builder.function(['i32', ...access.parameters], access.results, code.end())
  const outer = new CodeWriter().at('local.get', 'local', 0)
  for (const type of access.parameters) zero(outer, type)
  outer.at('call', 'function', inner)
  for (const _ of access.results) outer.op('drop')
  const index = builder.function(['i32'], [], outer.end())
  const module = { ...builder.finish(), exports: [{ name: 'f', kind: 'func', index } as const] }
  const instance = new WebAssembly.Instance(new WebAssembly.Module(encodeModule(module)))
  return instance.exports.f as (address: number) => void
}

function zero(code: CodeWriter, type: string): void {
  if (type === 'i32') code.i32(0)
  else if (type === 'i64') code.op('i64.const', { kind: 'i64', value: 0n })
  else if (type === 'f32') code.op('f32.const', { kind: 'f32', value: 0, bits: 0 })
  else if (type === 'f64') code.op('f64.const', { kind: 'f64', value: 0, bits: 0n })
  else code.op('v128.const', { kind: 'v128', bytes: new Uint8Array(16) })
}

describe('every instruction with a memory argument', () => {
  test('there are such instructions', () => expect(names.length).toBeGreaterThan(100))

  test.each(names)('%s has the type and the size that the engine gives it', (name) => {
    const access = accessAt(name)
    if (access === undefined) throw new TypeError(`${name} is not known`)
    const last = pageBytes - (memoryAccess(name)?.sizeBytes ?? 0)
    if (!name.includes('wait')) expect(() => access(last)).not.toThrow()
    // Atomics must be aligned: the next address that is would be one past the end.
    const step = name.includes('atomic') ? (memoryAccess(name)?.sizeBytes ?? 0) : 1
    expect(() => access(last + step)).toThrow(/bounds/)
  })

  test('others have none', () => {
    for (const name of ['i32.add', 'memory.copy', 'local.get']) expect(memoryAccess(name)).toBeUndefined()
  })
})
