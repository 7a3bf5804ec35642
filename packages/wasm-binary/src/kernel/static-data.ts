import { maximumPages, pageSizeBytes } from '@weft/core'
import { findGlobal } from '../names.js'
import type { Diagnostics } from './diagnostics.js'
import type { ExtractedStatic } from './extracted-kernel.js'
import type { ModuleView } from './module-view.js'
import type { MemoryInitialisation } from './start-function.js'

/** What instantiation lays into the memory of a module. */
export interface StaticLayout {
  readonly statics: readonly ExtractedStatic[]
  /** Lowest address of static data; infinite where there is none. */
  readonly lowest: number
  /** One past the highest address of static data. */
  readonly end: number
  /** Active segments whose address is not known before instantiation. */
  readonly unplaced: readonly number[]
}

/** Collects the active data segments and what the start function copies. Views of the module's bytes. */
export function layOutStatics(
  view: ModuleView,
  initialisation: MemoryInitialisation | undefined,
): StaticLayout {
  const statics: ExtractedStatic[] = []
  const unplaced: number[] = []
  for (const [index, { mode, offset, bytes }] of view.module.data.entries()) {
    if (mode === 'passive' || offset === undefined || bytes.length === 0) continue
    const address = view.constant(offset)
    if (address?.type === 'i32') statics.push({ address: address.value >>> 0, bytes })
    else unplaced.push(index)
  }
  for (const copy of initialisation?.copies ?? []) statics.push(copy)
  const lowest = statics.reduce((least, { address }) => Math.min(least, address), Number.POSITIVE_INFINITY)
  const end = statics.reduce((most, { address, bytes }) => Math.max(most, address + bytes.length), 0)
  return { statics, lowest, end, unplaced }
}

/** Complains about segments that may be read and whose address is not known. */
export function reportUnplaced(layout: StaticLayout, diagnostics: Diagnostics): void {
  for (const index of layout.unplaced) {
    diagnostics.add({
      rule: 'data-offset',
      message: `data segment ${index}, which the kernel may read, has no constant offset`,
      workaround: 'link the module at a fixed address',
    })
  }
}

const heapBaseNames = ['__heap_base', '~lib/memory/__heap_base']
const largestDeclaredBytes = 64 * 2 ** 20

/** How much of the low addresses belongs to a module whose statics or stack are in use. */
export function staticSizeBytes(view: ModuleView, layout: StaticLayout, stackTop: number): number {
  const used = Math.max(layout.end, stackTop)
  const heapBaseIndex = findGlobal(view.module, view.names, heapBaseNames)
  const heapBase = heapBaseIndex === undefined ? undefined : view.globalValues[heapBaseIndex]
  if (heapBase?.type === 'i32') return Math.max(heapBase.value >>> 0, used)
  const declaredBytes = declaredMemoryBytes(view)
  if (declaredBytes >= used && declaredBytes <= largestDeclaredBytes) return declaredBytes
  return Math.ceil(used / pageSizeBytes) * pageSizeBytes
}

/** The size that the module's memory has at least. */
export function declaredMemoryBytes(view: ModuleView): number {
  return Math.min(Number(view.memories[0]?.limits.minimum ?? 0n), maximumPages) * pageSizeBytes
}
