import { CopyState } from '../copy-state.js'
import { ErrorContext } from '../error-context.js'
import { ReadableFutureEnd } from '../future.js'
import { get_resource } from '../get-resource.js'
import type { LiftLowerContext } from '../options.js'
import { ResourceHandle } from '../resource.js'
import type { ReadableFuture, ReadableStream } from '../shared.js'
import { ReadableStreamEnd } from '../stream.js'
import type { Subtask } from '../subtask.js'
import type { Task } from '../task.js'
import { trap } from '../trap.js'
import type { AsyncValueType, HandleType } from '../types.js'
import { type FundamentalType, Kind } from './fundamental-type.js'
import { Mismatch, mismatch } from './mismatch.js'
import { sameType } from './same-type.js'

/** A value of a kind from `ErrorContext` to `Future` from its index in the table of handles. */
export function lift_handle(cx: LiftLowerContext, index: number, { kind, type }: FundamentalType): unknown {
  const i = index >>> 0
  if (kind === Kind.Own) return lift_own(cx, i, type as HandleType)
  if (kind === Kind.Borrow) return lift_borrow(cx, i, type as HandleType)
  if (kind === Kind.ErrorContext) return lift_error_context(cx, i)
  return kind === Kind.Stream
    ? lift_stream(cx, i, type as AsyncValueType)
    : lift_future(cx, i, type as AsyncValueType)
}

/** The index of a value of a kind from `ErrorContext` to `Future`, new in the table of handles. */
export function lower_handle(cx: LiftLowerContext, v: unknown, { kind, type }: FundamentalType): number {
  try {
    if (kind === Kind.Own) return lower_own(cx, v, type as HandleType)
    if (kind === Kind.Borrow) return lower_borrow(cx, v, type as HandleType)
    if (kind === Kind.ErrorContext) return lower_error_context(cx, v)
    return kind === Kind.Stream
      ? lower_stream(cx, v, type as AsyncValueType)
      : lower_future(cx, v, type as AsyncValueType)
  } catch (error) {
    throw error instanceof TypeError ? new Mismatch(error.message, false, error) : error
  }
}

function lift_error_context(cx: LiftLowerContext, i: number): ErrorContext {
  const errctx = cx.inst.handles.get(i)
  return errctx instanceof ErrorContext ? errctx : trap('handle is not an error-context')
}

function lower_error_context(cx: LiftLowerContext, v: unknown): number {
  return v instanceof ErrorContext ? cx.inst.handles.add(v) : mismatch('ErrorContext', v)
}

function lift_own(cx: LiftLowerContext, i: number, { resource }: HandleType): unknown {
  const h = get_resource(cx.inst, resource, i)
  if (h.num_lends !== 0) trap('cannot remove owned resource while borrowed')
  if (!h.own) trap('cannot lift own resource from a borrow')
  cx.inst.handles.remove(i)
  return cx.host ? cx.host.liftOwn(resource, h.rep) : h.rep
}

function lift_borrow(cx: LiftLowerContext, i: number, { resource }: HandleType): unknown {
  const h = get_resource(cx.inst, resource, i)
  const subtask = cx.borrow_scope as Subtask
  subtask.add_lender(h)
  return cx.host ? cx.host.liftBorrow(resource, h.rep) : h.rep
}

function lower_own(cx: LiftLowerContext, v: unknown, { resource }: HandleType): number {
  const rep = cx.host ? cx.host.lowerOwn(resource, v) : (v as number)
  return cx.inst.handles.add(new ResourceHandle(resource, rep, true))
}

function lower_borrow(cx: LiftLowerContext, v: unknown, { resource }: HandleType): number {
  const rep = cx.host ? cx.host.lowerBorrow(resource, v) : (v as number)
  if (cx.inst === resource.impl) return rep
  const task = cx.borrow_scope as Task
  task.num_borrows++
  return cx.inst.handles.add(new ResourceHandle(resource, rep, false, task))
}

function lift_stream(cx: LiftLowerContext, i: number, { element }: AsyncValueType): unknown {
  const e = cx.inst.handles.remove(i)
  if (!(e instanceof ReadableStreamEnd)) return trap('handle is not a readable end of a stream')
  check_readable_end(
    e,
    element,
    'stream',
    'cannot lift stream after being notified that the writable end dropped',
  )
  return cx.host ? cx.host.liftStream(e.shared, element) : e.shared
}

function lift_future(cx: LiftLowerContext, i: number, { element }: AsyncValueType): unknown {
  const e = cx.inst.handles.remove(i)
  if (!(e instanceof ReadableFutureEnd)) return trap('handle is not a readable end of a future')
  check_readable_end(e, element, 'future', 'cannot lift future after previous read succeeded')
  return cx.host ? cx.host.liftFuture(e.shared, element) : e.shared
}

/** `lift_async_value` of the specification. */
function check_readable_end(
  e: ReadableStreamEnd | ReadableFutureEnd,
  element: AsyncValueType['element'],
  what: string,
  when_done: string,
): void {
  if (!sameType(e.shared.t, element)) trap(`handle is a ${what} of a different type`)
  if (e.state === CopyState.DONE) trap(when_done)
  if (e.state !== CopyState.IDLE) trap(`cannot remove busy ${what}`)
  if (e.in_waitable_set()) trap(`cannot lift ${what} while it's in a waitable set`)
}

function lower_stream(cx: LiftLowerContext, v: unknown, { element }: AsyncValueType): number {
  const stream = cx.host ? cx.host.lowerStream(v, element) : (v as ReadableStream)
  return cx.inst.handles.add(new ReadableStreamEnd(stream))
}

function lower_future(cx: LiftLowerContext, v: unknown, { element }: AsyncValueType): number {
  const future = cx.host ? cx.host.lowerFuture(v, element) : (v as ReadableFuture)
  return cx.inst.handles.add(new ReadableFutureEnd(future))
}
