import type { Activation, TaskState } from './activation.js'
import type { GuestState } from './guest-state.js'
import { anyIndex, type Handle } from './handle.js'
import type { Decoded } from './make-call.js'
import { type Call, copyTypes, elementSize, type Operation, type Step } from './program.js'

const isEnd = ({ kind }: Handle) => kind === 'readable' || kind === 'writable'

/** The synchronous variant, where it cannot wait or may. */
function isAsync({ waits, plan }: TaskState, { b, wild }: Step, neverWaits: boolean): boolean {
  return !((waits || (neverWaits && plan.style !== 'sync') || (wild && plan.style === 'sync')) && b % 3 === 0)
}

function endCall(
  verb: 'copy' | 'cancel' | 'drop',
  handle: Handle,
  args: readonly number[],
  async_: boolean,
): Call {
  const { of } = copyTypes[handle.type]!
  const copy = handle.kind === 'readable' ? 'read' : 'write'
  const name = { copy, cancel: `cancel-${copy}`, drop: `drop-${handle.kind}` }[verb]
  const operation = `${of}.${name}` as Operation
  return { operation, type: handle.type, async_, cancellable: false, args: [handle.index, ...args] }
}

/** An end that there is not, is of another type or kind, or is busy. */
function wildEnd({ a, c }: Step, guest: GuestState): Handle {
  const known = guest.choose(isEnd, a)
  const kind = a % 2 === 0 ? 'readable' : 'writable'
  const invented: Handle = {
    index: anyIndex(guest, a),
    kind,
    type: c % copyTypes.length,
    state: 'idle',
    set: 0,
    cancelled: false,
  }
  return c % 2 === 0 && known ? known : invented
}

export function decodeCopy(step: Step, { task }: Activation): Decoded {
  const { guest } = task
  const async_ = isAsync(task, step, false)
  const fits = (each: Handle) => isEnd(each) && each.state === 'idle' && (async_ || each.set === 0)
  const handle = step.wild ? wildEnd(step, guest) : guest.choose(fits, step.a)
  if (handle === undefined) return undefined
  const count = copyTypes[handle.type]!.of === 'future' ? 1 : step.c % 6
  const aligned = 64 + (step.c % 20) * 8
  const ptr = step.wild ? [aligned, aligned + 1, 65534, 2 ** 31][step.b % 4]! : aligned
  if (handle.kind === 'writable') guest.fill(ptr, count * elementSize(handle.type))
  const length = step.wild && step.c % 7 === 0 ? 2 ** 28 : count
  return endCall('copy', handle, copyTypes[handle.type]!.of === 'future' ? [ptr] : [ptr, length], async_)
}

export function decodeCancel(step: Step, { task }: Activation): Decoded {
  const { guest } = task
  const async_ = isAsync(task, step, true)
  const fits = (each: Handle) => isEnd(each) && each.state === 'copying' && (async_ || each.set === 0)
  const handle = step.wild ? wildEnd(step, guest) : guest.choose(fits, step.a)
  return handle && endCall('cancel', handle, [], async_)
}

export function decodeDrop(step: Step, { task: { guest } }: Activation): Decoded {
  const fits = (each: Handle) =>
    isEnd(each) &&
    (each.state === 'done' ||
      (each.state === 'idle' && !(each.kind === 'writable' && copyTypes[each.type]!.of === 'future')))
  const handle = step.wild ? wildEnd(step, guest) : guest.choose(fits, step.a)
  return handle && endCall('drop', handle, [], true)
}
