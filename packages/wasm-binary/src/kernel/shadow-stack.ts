import { findGlobal } from '../names.js'
import type { ModuleView } from './module-view.js'
import type { StaticLayout } from './static-data.js'

/** The stack that compiled C keeps in memory. */
export interface ShadowStack {
  /** The stack pointer's index in the source module. */
  readonly global: number
  /** Upper end of the stack in the source module. */
  readonly top: number
  readonly sizeBytes: number
}

const stackPointerNames = ['__stack_pointer', '~lib/memory/__stack_pointer']
const alignmentBytes = 16
const minimumBytes = 16 * 1024
const maximumBytes = 2 ** 20

/** Finds the stack pointer among the globals that a kernel uses: by name, or by how functions move it. */
export function findShadowStack(
  view: ModuleView,
  usedGlobals: Iterable<number>,
  layout: StaticLayout,
): ShadowStack | undefined {
  const candidates = [...usedGlobals].filter((global) => isCandidate(view, global))
  const named = findGlobal(view.module, view.names, stackPointerNames)
  const global =
    candidates.find((candidate) => candidate === named) ??
    (named === undefined ? guess(view, candidates) : undefined)
  if (global === undefined) return undefined
  const top = topOf(view, global)
  return { global, top, sizeBytes: sizeOf(top, layout) }
}

function isCandidate(view: ModuleView, global: number): boolean {
  const type = view.globals[global]
  return global >= view.importedGlobals && type?.value === 'i32' && type.mutable && topOf(view, global) > 0
}

function topOf(view: ModuleView, global: number): number {
  const value = view.globalValues[global]
  return value?.type === 'i32' ? value.value >>> 0 : 0
}

function guess(view: ModuleView, candidates: readonly number[]): number | undefined {
  return candidates.find((global) => {
    if (topOf(view, global) % alignmentBytes !== 0) return false
    return view.definedFunctions().some((functionIndex) => view.uses(functionIndex).stackPointers.has(global))
  })
}

/** A stack below the data reaches down to 0, one above the data down to their end. */
function sizeOf(top: number, layout: StaticLayout): number {
  const available = top <= layout.lowest ? top : top - layout.end
  const clamped = Math.min(Math.max(available, minimumBytes), maximumBytes)
  return clamped - (clamped % alignmentBytes)
}
