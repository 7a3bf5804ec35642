import { ByteWriter } from '@weft/core'
import { encodeInstruction } from './encode-instruction.js'
import type { BlockType, Immediate, IndexSpace } from './immediates.js'
import { forEachInstruction, type Instruction } from './instructions.js'
import type { HeapType, ReferenceType, ValueType } from './module.js'

/** New indices by old ones. Spaces that are left out keep theirs. `label` maps depths, the same everywhere. */
export type IndexMaps = { readonly [Space in IndexSpace]?: (index: number) => number }

/**
 * An expression with new indices. Instructions keep their size, and so their offsets, wherever the new index fits in
 * the bytes of the old one. Throws `BinaryError` for malformed bytes, and what the maps throw.
 */
export function remapInstructions(
  expression: Uint8Array,
  maps: IndexMaps,
  baseOffset = 0,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(expression.length)
  forEachInstruction(
    expression,
    (instruction) => {
      const immediates = remapImmediates(instruction, maps)
      if (immediates === undefined) writer.bytes(expression.subarray(instruction.start, instruction.end))
      else
        writer.bytes(encodeInstruction({ ...instruction, immediates }, instruction.end - instruction.start))
    },
    baseOffset,
  )
  return writer.finish()
}

/** Undefined where nothing changes. */
function remapImmediates(instruction: Instruction, maps: IndexMaps): Immediate[] | undefined {
  let changed = false
  const immediates = instruction.immediates.map((immediate) => {
    const mapped = remapImmediate(immediate, maps)
    if (mapped !== immediate) changed = true
    return mapped
  })
  return changed ? immediates : undefined
}

function remapImmediate(immediate: Immediate, maps: IndexMaps): Immediate {
  const map = (space: IndexSpace, index: number) => maps[space]?.(index) ?? index
  switch (immediate.kind) {
    case 'labels':
      if (maps.label === undefined) return immediate
      return {
        ...immediate,
        labels: immediate.labels.map(maps.label),
        default: maps.label(immediate.default),
      }
    case 'memarg': {
      const memory = map('memory', immediate.memory)
      return memory === immediate.memory ? immediate : { ...immediate, memory }
    }
    case 'block': {
      const type = remapBlockType(immediate.type, maps)
      return type === immediate.type ? immediate : { ...immediate, type }
    }
    case 'heap': {
      const type = remapHeapType(immediate.type, maps)
      return type === immediate.type ? immediate : { ...immediate, type }
    }
    case 'reference': {
      const type = remapReferenceType(immediate.type, maps)
      return type === immediate.type ? immediate : { ...immediate, type }
    }
    case 'cast':
      if (maps.label === undefined && maps.type === undefined) return immediate
      return {
        ...immediate,
        label: map('label', immediate.label),
        source: remapReferenceType(immediate.source, maps),
        target: remapReferenceType(immediate.target, maps),
      }
    case 'types':
      if (maps.type === undefined) return immediate
      return { ...immediate, types: immediate.types.map((type) => remapValueType(type, maps)) }
    case 'catches': {
      if (maps.label === undefined && maps.tag === undefined) return immediate
      const catches = immediate.catches.map((clause) => {
        const label = map('label', clause.label)
        return 'tag' in clause ? { ...clause, label, tag: map('tag', clause.tag) } : { ...clause, label }
      })
      return { ...immediate, catches }
    }
    default: {
      if (!('index' in immediate)) return immediate
      const index = map(immediate.kind, immediate.index)
      return index === immediate.index ? immediate : { ...immediate, index }
    }
  }
}

function remapBlockType(type: BlockType, maps: IndexMaps): BlockType {
  if (type.kind === 'empty') return type
  if (type.kind === 'type') {
    const index = maps.type?.(type.index) ?? type.index
    return index === type.index ? type : { ...type, index }
  }
  const value = remapValueType(type.type, maps)
  return value === type.type ? type : { ...type, type: value }
}

function remapHeapType(heap: HeapType, maps: IndexMaps): HeapType {
  return typeof heap === 'number' && maps.type !== undefined ? maps.type(heap) : heap
}

function remapReferenceType(type: ReferenceType, maps: IndexMaps): ReferenceType {
  const heap = remapHeapType(type.heap, maps)
  return heap === type.heap ? type : { ...type, heap }
}

/** A value type with new type indices; the same object where nothing changes. */
export function remapValueType(type: ValueType, maps: IndexMaps): ValueType {
  return typeof type === 'string' ? type : remapReferenceType(type, maps)
}
