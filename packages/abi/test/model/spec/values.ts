import { checked_store } from './buffer.js'
import { ReadableFutureEnd, SharedFutureImpl } from './future.js'
import type { ComponentInstance, MemInst } from './instance.js'
import { ReadableStreamEnd, SharedStreamImpl } from './stream.js'
import { assert, expect_a, trap_if } from './trap.js'
import type { Value, ValueType } from './types.js'

/** `lift_flat_values` of the types here: each is one core value. */
export function lift_flat_values(
  inst: ComponentInstance,
  flat: readonly number[],
  ts: readonly ValueType[],
): Value[] {
  return ts.map((t, index) => lift(inst, flat[index]! >>> 0, t))
}

function lift(inst: ComponentInstance, i: number, t: ValueType): Value {
  if (t.kind === 'u32') return i
  const EndT = t.kind === 'stream' ? ReadableStreamEnd : ReadableFutureEnd
  const e = expect_a<ReadableStreamEnd | ReadableFutureEnd>(EndT, inst.handles.remove(i))
  trap_if(e.shared.t !== t.t, 'other element type')
  trap_if(e.state !== 'IDLE', 'not idle')
  trap_if(e.in_waitable_set(), 'in set')
  return e.shared
}

export function lower_flat_values(
  inst: ComponentInstance,
  vs: readonly Value[],
  ts: readonly ValueType[],
): number[] {
  return ts.map((t, index) => lower(inst, vs[index]!, t))
}

function lower(inst: ComponentInstance, v: Value, t: ValueType): number {
  if (typeof v === 'number') return v
  if (v instanceof SharedStreamImpl) {
    assert(t.kind === 'stream', 'isinstance(v, ReadableStream)')
    return inst.handles.add(new ReadableStreamEnd(v))
  }
  assert(v instanceof SharedFutureImpl && t.kind === 'future', 'isinstance(v, ReadableFuture)')
  return inst.handles.add(new ReadableFutureEnd(v))
}

/** `lower_flat_values` with an out-parameter: values of at most one type. */
export function lower_to_memory(
  inst: ComponentInstance,
  memory: MemInst,
  vs: readonly Value[],
  ts: readonly ValueType[],
  ptr: number,
): void {
  const [t] = ts
  if (t === undefined) return
  trap_if(ptr % 4 !== 0, 'unaligned pointer')
  trap_if(ptr + 4 > memory.length, 'pointer out of bounds')
  checked_store(memory, lower(inst, vs[0]!, t), ptr)
}
