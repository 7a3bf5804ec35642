import type { SharedFutureImpl } from './future.js'
import type { MemInst } from './instance.js'
import type { SharedStreamImpl } from './stream.js'
import type { Blocking } from './thread.js'

/** Types of elements; undefined: they carry nothing. `bool` stands for all that are not numbers. */
export type ElementType = 'u8' | 'u32' | 'bool' | undefined
export type ValueType =
  | { readonly kind: 'u32' }
  | { readonly kind: 'stream' | 'future'; readonly t: ElementType }
export type Value = number | SharedStreamImpl | SharedFutureImpl

export interface FuncType {
  readonly params: readonly ValueType[]
  readonly result: readonly ValueType[]
  readonly async_: boolean
}

/** A core function: its frames can be suspended. */
export type CoreFuncInst = (args: readonly number[]) => Blocking<readonly number[]>

export interface CanonicalOptions {
  readonly memory: MemInst
  readonly async_: boolean
  readonly callback?: CoreFuncInst | undefined
}

export function same_type(a: ValueType | undefined, b: ValueType | undefined): boolean {
  if (a === undefined || b === undefined || a.kind === 'u32' || b.kind === 'u32') return a?.kind === b?.kind
  return a.kind === b.kind && a.t === b.t
}

export function none_or_number_type(t: ElementType): boolean {
  return t === undefined || t === 'u8' || t === 'u32'
}

export function elem_size(t: ElementType): number {
  if (t === undefined) return 0
  return t === 'u32' ? 4 : 1
}
