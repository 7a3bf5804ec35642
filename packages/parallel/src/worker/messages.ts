import type { InstancePlan } from '../instance-plan.js'
import type { InterfaceName } from '../interface-functions.js'
import type { Thrown } from './thrown.js'

/** What the worker of a guest is started with. */
export interface GuestThreadStart {
  readonly plan: InstancePlan
  /** Where the host answers calls of the interface: see `answerWord`. */
  readonly answer: SharedArrayBuffer
  /** Globals whose values go with every call of `parallel_for`. */
  readonly globals: readonly number[]
}

/** Words of the answer, 32 bits each. */
export const answerWord = { pending: 0, errno: 1, threw: 2 } as const
export const answerWords = 3

/** From the host. */
export interface CallMessage {
  readonly id: number
  readonly name: string
  readonly parameters: readonly unknown[]
}

/** A call of the interface. The worker waits for the answer. */
export interface RequestMessage {
  readonly type: 'request'
  readonly function: InterfaceName
  readonly parameters: readonly number[]
  /** Only of `parallel_for`. */
  readonly table?: TableState
}

/** The guest's own state, as `parallel_for` finds it. */
export interface TableState {
  /** The kernel's function index; undefined for a function that is not the guest's own. */
  readonly functionIndex?: number | undefined
  /** Instead of a function. */
  readonly problem?: Thrown | undefined
  /** In the order of `GuestThreadStart.globals`. */
  readonly globals: readonly (number | bigint)[]
}

export interface InstantiatedMessage {
  readonly type: 'instantiated'
  readonly memory: WebAssembly.Memory | undefined
  /** Names of the exported functions, and those under which `memory` is exported. */
  readonly functions: readonly string[]
  readonly memoryNames: readonly string[]
}

/** From the worker. */
export type GuestThreadMessage =
  | InstantiatedMessage
  | { readonly type: 'failed'; readonly thrown: Thrown }
  | RequestMessage
  | { readonly type: 'returned'; readonly id: number; readonly value: unknown }
  | { readonly type: 'threw'; readonly id: number; readonly thrown: Thrown }
