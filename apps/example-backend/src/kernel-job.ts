import type { KernelModule } from '@weft/backend'
import type { TrapInfo } from '@weft/core'

/** What the worker needs to run one call. All of it can be posted; nothing is copied but the descriptions. */
export interface KernelJob {
  readonly module: WebAssembly.Module
  readonly kernel: Omit<KernelModule, 'bytes' | 'statics'>
  readonly memory: WebAssembly.Memory
  readonly iterations: number
  readonly blockSize: number
  readonly buffers: readonly number[]
  readonly globals: readonly (number | bigint)[] | undefined
  readonly stackPointer: number | undefined
}

/** The worker's answer: the trap that ended the call, if one did. */
export type KernelAnswer = TrapInfo | undefined
