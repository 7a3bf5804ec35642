import { BinaryError } from '@weft/core'
import { decodeModule, type Module } from '@weft/wasm-binary'
import { assembleModule } from '../assemble/assemble-module.js'
import { constantBits } from '../kernel/constant-bits.js'
import type { FlushMode } from '../kernel/flush-helpers.js'
import type { ModuleSource } from '../script/command.js'
import type { Value } from '../values.js'
import type { LinkingScope } from './link-module.js'
import type { Refusal } from './prepare-target.js'
import { TestInstance } from './test-instance.js'

export interface Instantiation {
  readonly instance: TestInstance
  /** Instantiation traps: a segment does not fit. */
  readonly trap: 'out of bounds memory access' | 'out of bounds table access' | undefined
}

/** Makes an instance of a module of a script. Its start function does not run yet. */
export async function instantiate(
  source: ModuleSource,
  scope: LinkingScope,
  flush?: FlushMode,
): Promise<Instantiation | Refusal> {
  const assembled = await assembleModule(source)
  if ('refusal' in assembled) {
    return { refusal: `no parser of text reads the module: ${assembled.refusal}`, failure: false }
  }
  const { bytes } = assembled
  try {
    const module = decodeModule(bytes)
    const instance = new TestInstance(module, bytes, scope, flush)
    return { instance, trap: laySegments(instance) }
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error
    const failure = WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)
    return { refusal: `the module cannot be decoded: ${error.message}`, failure }
  }
}

/** Core specification 4.7.3: table segments first, then data, each in order, up to the first that does not fit. */
function laySegments(instance: TestInstance): Instantiation['trap'] {
  const { module, memory, foreignTables } = instance
  for (const { mode, table, offset, items } of module.elements) {
    const start = mode === 'active' ? addressOf(offset, instance) : undefined
    const count = items.kind === 'functions' ? items.indices.length : items.expressions.length
    const size = Number(module.tables[table]?.type.limits.minimum ?? 0n)
    const known = start !== undefined && !foreignTables.has(table)
    if (known && start + count > size) return 'out of bounds table access'
  }
  for (const { mode, memory: index, offset, bytes } of module.data) {
    if (mode !== 'active' || index > 0) continue
    const start = addressOf(offset, instance)
    if (start === undefined) {
      instance.spoil({ writes: new Set(['memory']) }, 'data at an address that another module gives')
    } else if (memory !== undefined && !memory.lay(start, bytes)) return 'out of bounds memory access'
  }
  return undefined
}

function addressOf(
  offset: Module['data'][number]['offset'],
  { globalValues }: { readonly globalValues: readonly (Value | undefined)[] },
): number | undefined {
  const value = offset && constantBits(offset, globalValues)
  return value && Number(value.bits)
}
