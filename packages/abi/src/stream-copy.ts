import { BLOCKED } from './canon-subtask.js'
import type { CopyEnd, EndKind, GuestBuffer } from './copy-end.js'
import { CopyState } from './copy-state.js'
import { type ElementLayout, elementLayout } from './element-layout.js'
import type { ComponentInstance } from './instance.js'
import type { CanonicalOptions, CoreFunction, CoreSize, LiftLowerContext } from './options.js'
import type { Wait } from './thread.js'
import { trap, trapIf } from './trap.js'
import type { AsyncValueType, CoreValue, ValType } from './types.js'
import { address } from './values/pointers.js'
import { sameType } from './values/same-type.js'

/** `EndT` of the specification: a class of ends. */
export interface EndClass {
  readonly prototype: { readonly kind: EndKind }
}

type BufferClass = new (
  t: ValType | undefined,
  cx: LiftLowerContext,
  ptr: number,
  length: number,
  layout: ElementLayout,
) => GuestBuffer

/** The built-in's kind of end and of buffer, its instance, the type of the stream or future, its options. */
type CopyParameters = readonly [
  EndT: EndClass,
  BufferT: BufferClass,
  inst: ComponentInstance,
  t: AsyncValueType,
  opts: CanonicalOptions,
]

type CopyOutcome = CoreValue | undefined | Wait

/** Makes the core value that a copy returns. */
type Pack = (payload: number) => CoreValue

/** `stream_copy` of the specification: pointer, length and result are as wide as addresses of the memory. */
export function stream_copy(...parameters: CopyParameters): CoreFunction {
  const [, , , , opts] = parameters
  const copy = copy_values(parameters, opts.memory?.addrtype === 'i64' ? pack_i64 : pack_i32)
  return (i: number, ptr: CoreSize, n: CoreSize) => copy(i, address(ptr), address(n))
}

/** `future_copy` of the specification. */
export function future_copy(...parameters: CopyParameters): CoreFunction {
  const copy = copy_values(parameters, pack_i32)
  return (i: number, ptr: CoreSize) => copy(i, address(ptr), 1)
}

function copy_values(
  [EndT, BufferT, inst, t, opts]: CopyParameters,
  pack: Pack,
): (i: number, ptr: number, n: number) => CopyOutcome {
  const { kind } = EndT.prototype
  const builtin = `${kind.of}.${kind.verb}`
  const cx: LiftLowerContext = { opts, inst }
  const layout = elementLayout(t.element, cx, builtin)
  return (i, ptr, n) => {
    enter_copy_builtin(inst, opts.async_, builtin)
    const e = get_end(EndT, inst, t, i, builtin)
    if (e.state === CopyState.DONE) trap(kind.done, builtin)
    if (e.state !== CopyState.IDLE)
      trap('cannot have concurrent operations active on a future/stream', builtin)
    check_waitable_set(e, opts.async_, builtin)
    e.start_copy(inst, i >>> 0, new BufferT(t.element, cx, ptr, n, layout))
    return take_outcome(e, inst, opts.async_, pack)
  }
}

/** `cancel_copy` of the specification. */
export function cancel_copy(
  EndT: EndClass,
  inst: ComponentInstance,
  t: AsyncValueType,
  async_: boolean,
): (i: number) => CopyOutcome {
  const { kind } = EndT.prototype
  const builtin = `${kind.of}.cancel-${kind.verb}`
  return (i) => {
    enter_copy_builtin(inst, async_, builtin)
    const e = get_end(EndT, inst, t, i, builtin)
    if (e.state !== CopyState.COPYING || e.has_sync_waiter)
      trap(`stream or future ${kind.verb} cancelled when no ${kind.verb} is pending`, builtin)
    if (!is_wakeup(kind, t)) check_waitable_set(e, async_, builtin)
    e.state = CopyState.CANCELLING_COPY
    if (!e.has_pending_event()) e.shared.cancel()
    return take_outcome(e, inst, async_, pack_i32)
  }
}

/** `drop` of the specification. */
export function drop_end(EndT: EndClass, inst: ComponentInstance, t: AsyncValueType): (i: number) => void {
  const { kind } = EndT.prototype
  const builtin = `${kind.of}.drop-${kind.end}`
  return (i) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', builtin)
    const e = get_end(EndT, inst, t, i, builtin)
    inst.handles.remove(i)
    e.drop()
  }
}

function pack_i32(payload: number): number {
  return payload
}

function pack_i64(payload: number): bigint {
  return BigInt(payload >>> 0)
}

const halves = new Uint32Array(2)
const whole = new BigInt64Array(halves.buffer)

/** The result of `stream.new` and `future.new`. Through memory: half the time of shifts of bigints. */
export function pack_ends(ri: number, wi: number): bigint {
  halves[0] = ri
  halves[1] = wi
  return whole[0]!
}

/** Synchronous variants must be allowed to block, whatever they are called with. */
function enter_copy_builtin(inst: ComponentInstance, async_: boolean, builtin: string): void {
  trapIf(!inst.may_leave, 'cannot leave component instance', builtin)
  if (!async_) inst.store.current_thread!.check_may_block(builtin)
}

function take_outcome(e: CopyEnd, inst: ComponentInstance, async_: boolean, pack: Pack): CopyOutcome {
  if (e.has_pending_event()) return pack(e.get_pending_event()[2])
  if (async_) return pack(BLOCKED)
  return e.wait_for_pending_event(inst.store.current_thread!, () => pack(e.get_pending_event()[2]))
}

function get_end(
  EndT: EndClass,
  inst: ComponentInstance,
  t: AsyncValueType,
  i: number,
  builtin: string,
): CopyEnd {
  const e = inst.handles.get(i) as CopyEnd
  const { kind } = EndT.prototype
  if (e.kind !== kind) trap(describe_mismatch(e.kind, kind), builtin)
  if (e.checked_type !== t) {
    if (!sameType(e.shared.t, t.element)) trap(`handle is a ${kind.of} of a different type`, builtin)
    e.checked_type = t
  }
  return e
}

function describe_mismatch(actual: EndKind | undefined, expected: EndKind): string {
  if (actual?.of !== expected.of) return `handle is not a ${expected.of}`
  return `handle is not a ${expected.end} end of a ${expected.of}`
}

/**
 * Streams without elements may be in a set when a copy is cancelled synchronously, which the specification has as a
 * trap: Rust's `wit-bindgen` wakes its tasks by such streams, and did so before that trap was there.
 */
function is_wakeup(kind: EndKind, t: AsyncValueType): boolean {
  return kind.of === 'stream' && t.element === undefined
}

function check_waitable_set(e: CopyEnd, async_: boolean, builtin: string): void {
  if (!async_ && e.in_waitable_set())
    trap('waitable cannot be used synchronously while added to a waitable set', builtin)
}
