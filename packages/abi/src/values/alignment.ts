import type { ValType } from '../types.js'
import { despecialize } from './despecialize.js'
import { layout, type PtrType } from './fundamental-type.js'

/** Specification: Alignment. In bytes. */
export function alignment(t: ValType, ptr_type: PtrType): number {
  return layout(despecialize(t), ptr_type).alignment
}

/** Specification: Element Size. In bytes. */
export function elem_size(t: ValType, ptr_type: PtrType): number {
  return layout(despecialize(t), ptr_type).size
}
