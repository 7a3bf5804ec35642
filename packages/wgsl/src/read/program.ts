import type { ValueType } from '../value-type.js'
import type { Node } from './node.js'

export interface Signature {
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
}

export interface ProgramFunction {
  readonly index: number
  readonly name: string | undefined
  readonly signature: Signature
  /** Parameters first. */
  readonly locals: readonly ValueType[]
  readonly body: readonly Node[]
  /** Byte offset of the body in the kernel module. */
  readonly offset: number
}

export interface ProgramGlobal {
  readonly type: ValueType
  readonly mutable: boolean
  /** The words of its initial value, low one first; undefined where the host sets it. */
  readonly words: readonly number[] | undefined
  /** Position in `KernelSource.globals`. */
  readonly setting: number | undefined
}

/** The functions that `call_indirect` finds, by position; undefined where there is none. */
export type ProgramTable = readonly (number | undefined)[]

/** A kernel module, read for compilation: only what its kernel can reach. */
export interface Program {
  readonly kernel: number
  /** By function index. */
  readonly functions: ReadonlyMap<number, ProgramFunction>
  /** Function indices, callees before callers. */
  readonly order: readonly number[]
  readonly types: readonly (Signature | undefined)[]
  readonly globals: readonly ProgramGlobal[]
  readonly tables: readonly ProgramTable[]
  /** Passive data segments, for `memory.init`. */
  readonly data: readonly Uint8Array[]
  /** The global that points to the shadow stack's top. */
  readonly stackGlobal: number | undefined
}
