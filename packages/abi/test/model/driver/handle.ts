import type { GuestState } from './guest-state.js'
import type { CopyTypeIndex } from './program.js'

/** What a guest knows of one of its handles. */
export interface Handle {
  readonly index: number
  readonly kind: 'readable' | 'writable' | 'set' | 'subtask'
  /** Of an end. */
  readonly type: CopyTypeIndex
  /** `passing`: its call has not started; a subtask is `copying` until it is told the end. */
  state: 'idle' | 'copying' | 'done' | 'passing'
  /** The set that it is in, or 0. */
  set: number
  /** Of a subtask: its function, the end that it was given, where its result comes, whether it was cancelled. */
  readonly call?: { readonly target: number; readonly passed: Handle | undefined; readonly ptr: number }
  cancelled: boolean
}

/** Results of calls are from address 32 on, buffers from 64. */
export const memoryInUse = 256

/**
 * Where a task has its events stored. Each task has a place of its own, that is not compared: with frames suspended by
 * an engine it may be written before they go on.
 */
export function eventAddress(task: number): number {
  return 512 + (task % 64) * 8
}

/** An index picked without regard to what it stands for, if for anything. */
export function anyIndex({ handles }: GuestState, pick: number): number {
  const known = [...handles.keys()]
  return pick % 4 > 0 && known.length > 0 ? known[pick % known.length]! : pick % 12
}
