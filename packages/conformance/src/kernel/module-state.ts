import type { Module } from '@weft/wasm-binary'
import type { Value } from '../values.js'
import { CodeWriter } from './code-writer.js'
import type { ModuleBuilder } from './module-builder.js'

/** A global of the kernel that is a slot of the state buffer between calls. */
export interface StateGlobal {
  readonly global: number
  readonly type: 'i32' | 'i64' | 'f32' | 'f64'
  /** Where it lies in the state buffer, in bytes. */
  readonly offset: number
}

/** Where an instance's mutable globals and dropped segments are kept between calls: 16 bytes each. */
export interface ModuleState {
  readonly sizeBytes: number
  readonly initial: readonly { readonly offset: number; readonly value: Value }[]
  /** By index of the global. A vector is two globals, because a kernel has no mutable one. */
  readonly globals: ReadonlyMap<number, readonly StateGlobal[]>
  /** By index of the segment: 1 once it is dropped. */
  readonly dropped: ReadonlyMap<number, StateGlobal>
}

const slotBytes = 16
const zeroI32 = new CodeWriter().i32(0).end()
const zeroI64 = new CodeWriter().op('i64.const', { kind: 'i64', value: 0n }).end()

/** Lays out the state of a module, and adds the globals that it needs. */
export function layOutState(
  module: Module,
  initialValues: readonly (Value | undefined)[],
  builder: ModuleBuilder,
): ModuleState {
  const globals = new Map<number, StateGlobal[]>()
  const dropped = new Map<number, StateGlobal>()
  const initial: { offset: number; value: Value }[] = []
  let offset = 0
  for (const [index, { type }] of module.globals.entries()) {
    const value = initialValues[index]
    if (!type.mutable || typeof type.value !== 'string' || value === undefined) continue
    initial.push({ offset, value })
    globals.set(index, stateGlobals(index, type.value, offset, builder))
    offset += slotBytes
  }
  for (const index of module.data.keys()) {
    if (module.dataCount === undefined) break
    dropped.set(index, { global: builder.global('i32', zeroI32), type: 'i32', offset })
    offset += slotBytes
  }
  for (const [index, { mode }] of module.data.entries()) {
    const slot = dropped.get(index)
    // Instantiation drops an active segment.
    if (slot !== undefined && mode === 'active') {
      initial.push({ offset: slot.offset, value: { type: 'i32', bits: 1n } })
    }
  }
  return { sizeBytes: offset, initial, globals, dropped }
}

function stateGlobals(
  index: number,
  type: Value['type'],
  offset: number,
  builder: ModuleBuilder,
): StateGlobal[] {
  if (type !== 'v128') return [{ global: index, type, offset }]
  return [0, 8].map((half) => ({
    global: builder.global('i64', zeroI64),
    type: 'i64',
    offset: offset + half,
  }))
}

/** The module's own globals as a kernel has them: mutable numbers begin as 0, for the driver sets them. */
export function kernelGlobals(module: Module, state: ModuleState): Module['globals'] {
  return module.globals.map((global, index) => {
    const kept = state.globals.get(index)
    if (kept === undefined || typeof global.type.value !== 'string') return global
    const init = zeroOf(global.type.value)
    return { type: { value: global.type.value, mutable: global.type.value !== 'v128' }, init }
  })
}

function zeroOf(type: Value['type']): Uint8Array {
  const code = new CodeWriter()
  switch (type) {
    case 'i32':
      return zeroI32
    case 'i64':
      return zeroI64
    case 'f32':
      return code.op('f32.const', { kind: 'f32', value: 0, bits: 0 }).end()
    case 'f64':
      return code.op('f64.const', { kind: 'f64', value: 0, bits: 0n }).end()
    case 'v128':
      return code.op('v128.const', { kind: 'v128', bytes: new Uint8Array(16) }).end()
  }
}
