import { describe, expect, it } from 'vitest'
import { CopyState } from '../src/copy-state.js'
import { ErrorContext } from '../src/error-context.js'
import { ReadableFutureEnd, SharedFutureImpl, WritableFutureEnd } from '../src/future.js'
import type { LiftLowerContext } from '../src/options.js'
import { ResourceHandle, ResourceType } from '../src/resource.js'
import { ReadableStreamEnd, SharedStreamImpl } from '../src/stream.js'
import type { Subtask } from '../src/subtask.js'
import type { Task } from '../src/task.js'
import type { ValType } from '../src/types.js'
import { CoreValueIter } from '../src/values/flat-lifting.js'
import { lift_flat_values, lower_flat_values } from '../src/values/lift-lower-values.js'
import { transfer } from '../src/values/transfer.js'
import { WaitableSet } from '../src/waitable.js'
import { plainMapping, ValueGuest } from './support/value-guest.js'

const guest = new ValueGuest()
const { handles } = guest.inst
const resource = new ResourceType(guest.inst, undefined)
const own: ValType = { kind: 'own', resource }
const borrow: ValType = { kind: 'borrow', resource }
const lift = (index: number, type: ValType, cx: LiftLowerContext = guest.guest) =>
  lift_flat_values(cx, 16, new CoreValueIter([index]), [type])[0]
const lower = (value: unknown, type: ValType, cx: LiftLowerContext) =>
  lower_flat_values(cx, 16, [value], [type])[0] as number

/** Lends and counts as a subtask and a task do. */
class Scope {
  num_borrows = 0
  readonly lenders: ResourceHandle[] = []

  add_lender(handle: ResourceHandle): void {
    handle.num_lends++
    this.lenders.push(handle)
  }

  /** This, where a task or subtask is wanted. */
  get inCall(): Task & Subtask {
    return this as unknown as Task & Subtask
  }
}

describe('own', () => {
  it('moves the representation out of one table into the other', () => {
    const other = new ValueGuest()
    const index = handles.add(new ResourceHandle(resource, 42, true))
    const moved = lower(lift(index, own), own, other.guest)
    expect(() => handles.get(index)).toThrow(`unknown handle index ${index}`)
    expect(other.inst.handles.get(moved)).toEqual(new ResourceHandle(resource, 42, true))
  })

  it('traps for what cannot be moved', () => {
    const another = new ResourceType(guest.inst, undefined)
    const index = handles.add(new ResourceHandle(resource, 1, true))
    expect(() => lift(-1, own)).toThrow('unknown handle index 4294967295')
    expect(() => lift(0, own)).toThrow('unknown handle index 0')
    expect(() => lift(index, { kind: 'own', resource: another })).toThrow(
      `handle index ${index} used with the wrong type, expected guest-defined resource but found a different guest-defined resource`,
    )
    const scope = new Scope()
    lift(index, borrow, { ...guest.guest, borrow_scope: scope.inCall })
    expect(() => lift(index, own)).toThrow('cannot remove owned resource while borrowed')
    const borrowed = handles.add(new ResourceHandle(resource, 1, false))
    expect(() => lift(borrowed, own)).toThrow('cannot lift own resource from a borrow')
    const context = handles.add(new ErrorContext('x'))
    expect(() => lift(context, own)).toThrow(`index ${context} is not a resource`)
  })

  it('is what the host makes of it', () => {
    const host = { ...plainMapping, liftOwn: (rt: unknown, rep: number) => ({ rt, rep }), lowerOwn: () => 7 }
    const index = handles.add(new ResourceHandle(resource, 3, true))
    expect(lift(index, own, { ...guest.guest, host })).toEqual({ rt: resource, rep: 3 })
    expect(handles.get(lower({}, own, { ...guest.guest, host }))).toMatchObject({ rep: 7, own: true })
  })
})

describe('borrow', () => {
  it('lends the handle and counts what was lent', () => {
    const other = new ValueGuest()
    const [from, to] = [new Scope(), new Scope()]
    const handle = new ResourceHandle(resource, 5, true)
    const index = handles.add(handle)
    const rep = lift(index, borrow, { ...guest.guest, borrow_scope: from.inCall })
    expect([rep, handle.num_lends, from.lenders]).toEqual([5, 1, [handle]])
    const lent = other.inst.handles.get(lower(rep, borrow, { ...other.guest, borrow_scope: to.inCall }))
    expect(lent).toMatchObject({ rep: 5, own: false, borrow_scope: to })
    expect(to.num_borrows).toBe(1)
  })

  it('is the representation for the instance that implements the resource', () => {
    const scope = new Scope()
    expect(lower(9, borrow, { ...guest.guest, borrow_scope: scope.inCall })).toBe(9)
    expect(scope.num_borrows).toBe(0)
  })
})

describe('streams and futures', () => {
  const stream: ValType = { kind: 'stream', element: { kind: 'u8' } }
  const future: ValType = { kind: 'future' }

  it('move the readable end', () => {
    const other = new ValueGuest()
    const shared = new SharedStreamImpl({ kind: 'u8' })
    const moved = lower(lift(handles.add(new ReadableStreamEnd(shared)), stream), stream, other.guest)
    const end = other.inst.handles.get(moved)
    expect(end).toBeInstanceOf(ReadableStreamEnd)
    expect((end as ReadableStreamEnd).shared).toBe(shared)
    const result = new SharedFutureImpl(undefined)
    expect(lift(handles.add(new ReadableFutureEnd(result)), future, guest.host)).toBe(result)
  })

  it('trap for ends that cannot be moved', () => {
    const add = (change: (end: ReadableStreamEnd) => void = () => {}) => {
      const end = new ReadableStreamEnd(new SharedStreamImpl({ kind: 'u8' }))
      change(end)
      return handles.add(end)
    }
    const state = (state: CopyState) => add((end) => Object.assign(end, { state }))
    expect(() => lift(add(), future)).toThrow('handle is not a readable end of a future')
    expect(() => lift(add(), { kind: 'stream' })).toThrow('handle is a stream of a different type')
    expect(() => lift(state(CopyState.COPYING), stream)).toThrow('cannot remove busy stream')
    expect(() => lift(state(CopyState.DONE), stream)).toThrow(
      'cannot lift stream after being notified that the writable end dropped',
    )
    expect(() =>
      lift(
        add((end) => end.join(new WaitableSet())),
        stream,
      ),
    ).toThrow("cannot lift stream while it's in a waitable set")
    const shared = new SharedFutureImpl(undefined)
    expect(() => lift(handles.add(new WritableFutureEnd(shared)), future)).toThrow(
      'not a readable end of a future',
    )
    const read = Object.assign(new ReadableFutureEnd(shared), { state: CopyState.DONE })
    expect(() => lift(handles.add(read), future)).toThrow('cannot lift future after previous read succeeded')
  })
})

describe('error contexts', () => {
  it('are shared', () => {
    const context = new ErrorContext('why')
    const type: ValType = { kind: 'error-context' }
    const index = handles.add(context)
    expect(lift(index, type, guest.host)).toBe(context)
    expect(handles.get(lower(context, type, guest.host))).toBe(context)
    const handle = handles.add(new ResourceHandle(resource, 1, true))
    expect(() => lift(handle, type)).toThrow('handle is not an error-context')
  })
})

describe('handles in memory', () => {
  it('are moved from guest to guest one by one', () => {
    const other = new ValueGuest()
    const reps = [3, 4, 5]
    reps.forEach((rep, place) => {
      guest.memory.view.setUint32(16 + 4 * place, handles.add(new ResourceHandle(resource, rep, true)), true)
    })
    transfer(guest.guest, 16, other.guest, 32, own, 3)
    const moved = reps.map((_, place) =>
      other.inst.handles.get(other.memory.view.getUint32(32 + 4 * place, true)),
    )
    expect(moved.map((handle) => (handle as ResourceHandle).rep)).toEqual(reps)
  })
})
