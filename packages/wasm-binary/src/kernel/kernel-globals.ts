import type { ConstantValue } from '../constant.js'
import { encodeInstruction } from '../encode-instruction.js'
import type { Immediate } from '../immediates.js'
import type { Export, Expression, Global, NumericType } from '../module.js'
import { opcodeOf } from '../opcodes/opcodes.js'
import type { Closure, Place } from './closure.js'
import type { Diagnostics } from './diagnostics.js'
import type { ExtractedGlobal } from './extracted-kernel.js'
import { lookUp, type ModuleView } from './module-view.js'
import type { ShadowStack } from './shadow-stack.js'
import type { MemoryInitialisation } from './start-function.js'

export const stackExportName = 'weft:stack'

/** The globals of the extracted module. */
export interface GlobalPlan {
  readonly globals: readonly Global[]
  readonly exports: readonly Export[]
  readonly settable: readonly ExtractedGlobal[]
  /** New indices by source index. */
  readonly indices: ReadonlyMap<number, number>
}

/** Decides for every global that a kernel uses whether it stays a constant or becomes one that a host can set. */
export function planGlobals(
  view: ModuleView,
  closure: Closure,
  stack: ShadowStack | undefined,
  initialisation: MemoryInitialisation | undefined,
  diagnostics: Diagnostics,
): GlobalPlan {
  const globals: Global[] = []
  const exports: Export[] = []
  const settable: ExtractedGlobal[] = []
  const newIndices = new Map<number, number>()
  for (const [source, place] of originsInUse(view, closure)) {
    const index = globals.length
    newIndices.set(source, index)
    const { value: type, mutable } = lookUp(view.globals, source, 'global')
    const definition = view.module.globals[source - view.importedGlobals]
    const value = initialValue(view, source, initialisation)
    if (source === stack?.global) {
      globals.push(definition!)
      exports.push({ name: stackExportName, kind: 'global', index })
    } else if (typeof type === 'object' || (type === 'v128' && (mutable || definition === undefined))) {
      reportType(diagnostics, source, place)
    } else if (type === 'v128' || (!mutable && value !== undefined)) {
      globals.push({ type: { value: type, mutable: false }, init: constantInit(definition!, value) })
    } else {
      const exportName = `weft:global:${source}`
      const initial = value ?? zero(type)
      globals.push({ type: { value: type, mutable: true }, init: encodeConstant(initial) })
      exports.push({ name: exportName, kind: 'global', index })
      settable.push({ exportName, type, initial: initial.value, sourceIndex: source })
    }
  }
  const indices = new Map(
    [...closure.globals.keys()].map((used) => [used, newIndices.get(view.globalOrigins[used]!)!]),
  )
  return { globals, exports, settable, indices }
}

/** The globals that stand behind the used ones, in source order: new indices are never larger than old ones. */
function originsInUse(view: ModuleView, closure: Closure): [number, Place][] {
  const origins = new Map([...closure.globals].map(([used, place]) => [view.globalOrigins[used]!, place]))
  return [...origins].sort(([left], [right]) => left - right)
}

function initialValue(
  view: ModuleView,
  source: number,
  initialisation: MemoryInitialisation | undefined,
): ConstantValue | undefined {
  const set = initialisation?.globals.get(source)
  return set === undefined ? view.globalValues[source] : { type: 'i32', value: set }
}

function reportType(diagnostics: Diagnostics, source: number, place: Place): void {
  diagnostics.add({
    rule: 'global-type',
    message: `global ${source} cannot be given to a kernel: it holds a reference, or a vector that is not constant`,
    ...place,
    workaround: 'pass the value in a buffer',
  })
}

/** Keeps an expression that is constant by itself, so that NaN payloads stay what they are. */
function constantInit(definition: Global, value: ConstantValue | undefined): Expression {
  if (value === undefined || value.type === 'f32' || value.type === 'f64') return definition.init
  return encodeConstant(value)
}

function zero(type: Exclude<NumericType, 'v128'>): ConstantValue {
  return type === 'i64' ? { type, value: 0n } : { type, value: 0 }
}

function encodeConstant(value: ConstantValue): Expression {
  const code = encodeInstruction({
    opcode: opcodeOf(`${value.type}.const`),
    immediates: [immediateOf(value)],
  })
  return Uint8Array.from([...code, opcodeOf('end')])
}

function immediateOf(constant: ConstantValue): Immediate {
  const view = new DataView(new ArrayBuffer(8))
  switch (constant.type) {
    case 'i32':
      return { kind: 'i32', value: constant.value }
    case 'i64':
      return { kind: 'i64', value: constant.value }
    case 'f32':
      view.setFloat32(0, constant.value)
      return { kind: 'f32', value: constant.value, bits: view.getUint32(0) }
    case 'f64':
      view.setFloat64(0, constant.value)
      return { kind: 'f64', value: constant.value, bits: view.getBigUint64(0) }
  }
}
