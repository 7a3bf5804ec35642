import type { IndexMaps } from '../remap-instructions.js'
import type { Closure } from './closure.js'
import type { GlobalPlan } from './kernel-globals.js'

/** Source indices that are kept, in source order: a new index is never larger than the old one. */
export interface Kept {
  readonly types: readonly number[]
  readonly functions: readonly number[]
  readonly tables: readonly number[]
  readonly data: readonly number[]
  readonly elements: readonly number[]
  readonly tags: readonly number[]
}

export function keptIndices(closure: Closure): Kept {
  return {
    types: ascending(closure.types),
    functions: ascending(closure.functions),
    tables: ascending(closure.tables.keys()),
    data: ascending(closure.data),
    elements: ascending(closure.elements),
    tags: ascending(closure.tags),
  }
}

export function ascending(indices: Iterable<number>): number[] {
  return [...indices].sort((left, right) => left - right)
}

/** The spaces that change; every index that a kernel can use is in its map. */
export type KernelMaps = Required<Omit<IndexMaps, 'local' | 'label' | 'field' | 'memory'>>

export function createMaps(kept: Kept, plan: GlobalPlan): KernelMaps {
  const positions = (indices: readonly number[]) => {
    const map = new Map(indices.map((index, position) => [index, position]))
    return (index: number) => map.get(index)!
  }
  return {
    type: positions(kept.types),
    function: positions(kept.functions),
    table: positions(kept.tables),
    data: positions(kept.data),
    element: positions(kept.elements),
    tag: positions(kept.tags),
    global: (index) => plan.indices.get(index)!,
  }
}
