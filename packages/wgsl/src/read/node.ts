import type { Immediate } from '@weft/wasm-binary'
import type { ValueType } from '../value-type.js'

/** An instruction without a body. */
export interface PlainNode {
  readonly kind: 'plain'
  /** Name in the text format. */
  readonly name: string
  readonly immediates: readonly Immediate[]
  /** Byte offset in the kernel module. */
  readonly offset: number
}

export interface BlockNode {
  readonly kind: 'block' | 'loop'
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
  readonly body: readonly Node[]
  readonly offset: number
}

export interface IfNode {
  readonly kind: 'if'
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[]
  readonly offset: number
}

/** An instruction with what is nested in it: core specification 2.4.8. */
export type Node = PlainNode | BlockNode | IfNode
