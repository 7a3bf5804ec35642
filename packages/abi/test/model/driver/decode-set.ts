import type { Activation, TaskState } from './activation.js'
import { anyIndex, eventAddress, type Handle } from './handle.js'
import { type Decoded, endWith, makeCall, mayWait } from './make-call.js'
import type { Operation, Step } from './program.js'

const isSet = (each: Handle) => each.kind === 'set'

/** An index picked by nothing but the step, or the given one. */
export function anyOr(
  { a, wild }: Step,
  { guest }: TaskState,
  handle: Handle | undefined,
): number | undefined {
  return wild ? anyIndex(guest, a) : handle?.index
}

function hasMembers({ guest }: TaskState): (set: Handle) => boolean {
  const used = new Set([...guest.handles.values()].map(({ set }) => set))
  return ({ index }) => used.has(index)
}

export function decodeSetDrop(step: Step, { task }: Activation): Decoded {
  const isUsed = hasMembers(task)
  const set = task.guest.choose((each) => isSet(each) && !isUsed(each), step.a)
  const index = anyOr(step, task, set)
  return index === undefined ? undefined : makeCall('waitable-set.drop', [index])
}

export function decodeJoin(step: Step, { task }: Activation): Decoded {
  const { guest } = task
  const waitable =
    guest.choose((each) => !isSet(each) && each.state === 'copying', step.a) ??
    guest.choose((each) => !isSet(each) && each.state !== 'passing', step.a)
  const set = step.b % 6 === 5 ? 0 : guest.choose(isSet, step.b)?.index
  const index = anyOr(step, task, waitable)
  return index === undefined || set === undefined ? undefined : makeCall('waitable.join', [index, set])
}

export function decodePoll(step: Step, { task }: Activation): Decoded {
  return pollOrWait('waitable-set.poll', step, task, task.guest.choose(isSet, step.a))
}

export function decodeWait(step: Step, { task }: Activation): Decoded {
  if (!mayWait(task, step)) return undefined
  return gather(step, task) ?? pollOrWait('waitable-set.wait', step, task, setToWaitOn(step, task))
}

export function decodeWaitFor(step: Step, activation: Activation): Decoded {
  const { task } = activation
  if (task.plan.style !== 'callback') return undefined
  const first = gather(step, task)
  if (first !== undefined) return first
  const index = anyOr(step, task, setToWaitOn(step, task))
  return index === undefined ? undefined : endWith(activation, 2 + index * 16)
}

/** One that is worth waiting on. */
function setToWaitOn({ a }: Step, task: TaskState): Handle | undefined {
  const isUsed = hasMembers(task)
  return task.guest.choose((each) => isSet(each) && isUsed(each), a)
}

/** Puts what goes on into a set, before one waits for it. */
function gather({ a, b }: Step, { guest }: TaskState): Decoded {
  if (b % 4 === 3) return undefined
  const waitable = guest.choose((each) => !isSet(each) && each.state === 'copying' && each.set === 0, 0)
  if (waitable === undefined) return undefined
  const set = guest.choose(isSet, a)
  if (set === undefined) return makeCall('waitable-set.new', [], { again: true })
  return makeCall('waitable.join', [waitable.index, set.index], { again: true })
}

function pollOrWait(operation: Operation, step: Step, task: TaskState, set: Handle | undefined): Decoded {
  const index = anyOr(step, task, set)
  const ptr = eventAddress(task.id) + (step.wild && step.c % 4 === 0 ? 2 : 0)
  return index === undefined
    ? undefined
    : makeCall(operation, [index, ptr], { cancellable: step.b % 2 === 1 })
}
