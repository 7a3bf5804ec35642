import type { NumericType } from '@weft/wasm-binary'
import type { Signature } from './signature.js'
import type { InstructionNode, Node } from './tree.js'

/** A kernel before it is a module: what is generated, shrunk, and encoded. */
export interface FuzzProgram {
  /** The first is the kernel. Each calls only those behind it. */
  readonly functions: readonly FuzzFunction[]
  readonly globals: readonly FuzzGlobal[]
  /** Function numbers by table index; null for an entry that is not filled. */
  readonly table: readonly (number | null)[]
  /** Laid into memory at `staticAddress`; empty where nothing is read from there. */
  readonly data: Uint8Array
  readonly layout: KernelLayout
}

export interface FuzzFunction {
  /** Without the pointers that every function but the kernel gets in front. */
  readonly signature: Signature
  /** Types of the locals that are not parameters. */
  readonly locals: readonly NumericType[]
  readonly body: Node
}

export interface FuzzGlobal {
  readonly type: NumericType
  /** Mutable ones get their initial value again at the start of each iteration. */
  readonly mutable: boolean
  readonly initial: InstructionNode
}

/** How a kernel's buffers are cut up. */
export interface KernelLayout {
  readonly inputs: 1 | 2
  /** The first out-buffer has a slice for each iteration; a second one is shared between all of them. */
  readonly hasShared: boolean
  /** Bytes of the slice that belongs to an iteration; need not be aligned. */
  readonly strideBytes: number
  readonly iterations: number
  readonly blockSize: number
}

/** Bytes at the start of a slice that stores go to, whatever their address: see `maskBytes`. */
export const scratchBytes = 112
/** Room for each local that the end of a kernel writes out. */
export const dumpBytes = 16
/** Addresses in a slice are below this, before an offset is added. */
export const sliceMask = 63
/** The same for in-buffers and static data. */
export const inputMask = 255
/** Largest offset of an access. */
export const largestOffset = 31
export const inputBytes = inputMask + 1 + largestOffset + 16 + 1
export const sharedBytes = 16
export const staticAddress = 1040

/** Parameters of the kernel before its buffers: iteration, number of iterations, block size. */
export const fixedParameters = 3

/** Numbers of the parameters that hold pointers, in the kernel. */
export function bufferParameters({ inputs, hasShared }: KernelLayout): number[] {
  const buffers = inputs + 1 + (hasShared ? 1 : 0)
  return Array.from({ length: buffers }, (_, index) => fixedParameters + 2 * index)
}

export function kernelSignature(layout: KernelLayout): Signature {
  const count = fixedParameters + 2 * bufferParameters(layout).length
  return { parameters: Array<NumericType>(count).fill('i32'), results: [] }
}

/** The label of a function's own body. */
export const functionLabel = -1
/** The label of blocks that no branch names. */
export const hiddenLabel = -2
