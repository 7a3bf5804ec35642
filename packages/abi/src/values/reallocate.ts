import { LimitError } from '@weft/core'
import type { LiftLowerContext } from '../options.js'
import { invariant, trap } from '../trap.js'
import { placeOf, toTrapError } from '../trapping.js'
import { uncatchable } from '../uncatchable.js'
import { align_to } from './layout.js'
import { address } from './pointers.js'

/** What the memory is wanted for; decides the words of traps. */
export type Content = 'string' | 'list' | 'arguments'

/**
 * Calls the guest's `realloc` and checks what it returns. Specification: `LiftLowerContext.reallocate` and the checks
 * that follow each call. Sizes in bytes. Throws a `LimitError` for more than the store allows.
 */
export function reallocate(
  cx: LiftLowerContext,
  old: number,
  old_byte_length: number,
  alignment: number,
  new_byte_length: number,
  content: Content,
): number {
  const { limits } = cx.inst.store
  if (new_byte_length > limits.maximumReallocBytes)
    throw uncatchable(
      new LimitError(
        `${new_byte_length} bytes are more than the limit of one realloc (${limits.maximumReallocBytes})`,
      ),
    )
  const ptr = call_realloc(cx, old, old_byte_length, alignment, new_byte_length)
  if (ptr !== align_to(ptr, alignment))
    trap(cx.host ? 'realloc return: result not aligned' : 'unaligned pointer')
  if (ptr + new_byte_length > cx.opts.memory!.length)
    trap(cx.host ? 'realloc return: beyond end of memory' : beyond[content])
  return ptr
}

export function allocate(
  cx: LiftLowerContext,
  alignment: number,
  byte_length: number,
  content: Content,
): number {
  return reallocate(cx, 0, 0, alignment, byte_length, content)
}

const beyond: Readonly<Record<Content, string>> = {
  string: 'string content out-of-bounds',
  list: 'list content out-of-bounds',
  arguments: 'out of bounds memory access',
}

/**
 * `realloc` must not leave the instance, and finds the storage of its thread empty. What it traps with is told as its
 * own: a result is allocated in the caller while the callee runs.
 */
function call_realloc(
  { inst, opts }: LiftLowerContext,
  old: number,
  old_size: number,
  alignment: number,
  size: number,
) {
  const { realloc, memory } = opts
  invariant(realloc !== undefined && memory !== undefined, 'what must be allocated has a realloc')
  invariant(inst.may_leave, 'values are lowered by a guest that may leave')
  const thread = inst.store.current_thread
  const storage = thread?.storage
  if (thread) thread.storage = undefined
  inst.may_leave = false
  try {
    const ptr =
      memory.addrtype === 'i32'
        ? realloc(old, old_size, alignment, size)
        : realloc(BigInt(old), BigInt(old_size), BigInt(alignment), BigInt(size))
    inst.may_leave = true
    if (thread) thread.storage = storage
    return address(ptr)
  } catch (error) {
    throw uncatchable(toTrapError(error, thread?.task.inst === inst ? placeOf(thread) : { inst }))
  }
}
