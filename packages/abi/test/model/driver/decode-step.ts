import type { Activation, TaskState } from './activation.js'
import { decodeCall } from './decode-call.js'
import { decodeCancel, decodeCopy, decodeDrop } from './decode-copy.js'
import { anyIndex, eventAddress, type GuestState, type Handle } from './guest-state.js'
import {
  type Action,
  type Call,
  copyTypes,
  type Operation,
  type PassedType,
  type Program,
  type Step,
} from './program.js'

/** What a step means to a task now: a call, the end of the activation, or (undefined) nothing. */
export type Decoded = Call | 'end' | undefined
type Decoder = (step: Step, activation: Activation, program: Program) => Decoded

export function makeCall(operation: Operation, args: readonly number[], more: Partial<Call> = {}): Call {
  return { operation, args, type: 'none', async_: true, cancellable: false, ...more }
}

export function newCall(type: PassedType): Call {
  return makeCall(`${copyTypes[type as number]!.of}.new`, [], { type })
}

const isSet = (each: Handle) => each.kind === 'set'
/** An index picked by nothing but the step. */
const any = ({ a, wild }: Step, guest: GuestState, otherwise: number | undefined) =>
  wild ? anyIndex(guest, a) : otherwise
const withBlocking = ({ plan, waits }: TaskState, { wild }: Step) => waits || (wild && plan.style === 'sync')

const decoders: Record<Action, Decoder> = {
  new: ({ a, b }, _, { types }) => newCall(b % 8 === 7 ? a % copyTypes.length : types[a % types.length]!),
  copy: decodeCopy,
  cancel: decodeCancel,
  drop: decodeDrop,
  'set-new': () => makeCall('waitable-set.new', []),
  'set-drop': (step, { task: { guest } }) => {
    const used = new Set([...guest.handles.values()].map(({ set }) => set))
    const index = any(
      step,
      guest,
      guest.choose((each) => isSet(each) && !used.has(each.index), step.a)?.index,
    )
    return index === undefined ? undefined : makeCall('waitable-set.drop', [index])
  },
  join: (step, { task: { guest } }) => {
    const waitable =
      guest.choose((each) => !isSet(each) && each.state === 'copying', step.a) ??
      guest.choose((each) => !isSet(each) && each.state !== 'passing', step.a)
    const set = step.b % 6 === 5 ? 0 : guest.choose(isSet, step.b)?.index
    const index = any(step, guest, waitable?.index)
    return index === undefined || set === undefined ? undefined : makeCall('waitable.join', [index, set])
  },
  poll: (step, { task }) => pollOrWait('waitable-set.poll', step, task, task.guest.choose(isSet, step.a)),
  wait: (step, { task }) =>
    withBlocking(task, step)
      ? (gather(step, task) ??
        pollOrWait('waitable-set.wait', step, task, task.guest.choose(hasMembers(task), step.a)))
      : undefined,
  'thread-yield': (step, { task }) =>
    withBlocking(task, step) ? makeCall('thread.yield', [], { cancellable: step.b % 2 === 1 }) : undefined,
  call: decodeCall,
  'subtask-cancel': decodeSubtaskCancel,
  'subtask-drop': (step, { task: { guest } }) => {
    const index = any(
      step,
      guest,
      guest.choose((each) => each.kind === 'subtask' && each.state === 'done', step.a)?.index,
    )
    return index === undefined ? undefined : makeCall('subtask.drop', [index])
  },
  return: (step, { task }) => {
    if (step.wild)
      return makeCall('task.return', [anyIndex(task.guest, step.a)], { type: step.b % copyTypes.length })
    return mayReturn(task) ? returnCall(task, step.a) : undefined
  },
  'task-cancel': ({ wild }, { task }) =>
    wild || (task.cancelled && mayReturn(task)) ? makeCall('task.cancel', []) : undefined,
  inc: ({ a }) => (a % 4 === 0 ? makeCall('backpressure.inc', []) : undefined),
  dec: ({ wild }, { task: { guest } }) =>
    wild || guest.backpressure > 0 ? makeCall('backpressure.dec', []) : undefined,
  exit: ({ wild }, activation) => {
    if (wild) return 'end'
    activation.finishing = true
    return undefined
  },
  yield: ({ wild, a }, activation) => endWith(activation, wild ? a % 16 : 1),
  'wait-for': (step, activation) => {
    const { task } = activation
    if (task.plan.style !== 'callback') return undefined
    const first = gather(step, task)
    if (first !== undefined) return first
    const index = any(step, task.guest, task.guest.choose(hasMembers(task), step.a)?.index)
    return index === undefined ? undefined : endWith(activation, 2 + index * 16)
  },
}

function decodeSubtaskCancel(step: Step, { task }: Activation): Decoded {
  const { guest } = task
  const async_ = !(withBlocking(task, step) && step.b % 2 === 1)
  const fits = ({ kind, state, cancelled, set }: Handle) =>
    kind === 'subtask' && state === 'copying' && !cancelled && (async_ || set === 0)
  const index = any(step, guest, guest.choose(fits, step.a)?.index)
  return index === undefined ? undefined : makeCall('subtask.cancel', [index], { async_ })
}

export function decodeStep(step: Step, activation: Activation, program: Program): Decoded {
  return decoders[step.action](step, activation, program)
}

/** Sets that are worth waiting on. */
function hasMembers({ guest }: TaskState): (each: Handle) => boolean {
  const used = new Set([...guest.handles.values()].map(({ set }) => set))
  return (each) => isSet(each) && used.has(each.index)
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

function pollOrWait(
  operation: Operation,
  step: Step,
  { id, guest }: TaskState,
  set: Handle | undefined,
): Decoded {
  const index = any(step, guest, set?.index)
  const ptr = eventAddress(id) + (step.wild && step.c % 4 === 0 ? 2 : 0)
  return index === undefined
    ? undefined
    : makeCall(operation, [index, ptr], { cancellable: step.b % 2 === 1 })
}

export function mayReturn({ plan, resolved }: TaskState): boolean {
  return !resolved && (plan.style === 'callback' || plan.style === 'stackful')
}

/** `task.return` with a value of the right type, if there is one. */
export function returnCall({ guest, plan, id }: TaskState, pick: number): Call | undefined {
  const { result: type } = plan
  if (typeof type !== 'number') return makeCall('task.return', type === 'none' ? [] : [id * 3], { type })
  const end = guest.passable(type, pick)
  return end && makeCall('task.return', [end.index], { type })
}

function endWith(activation: Activation, packed: number): Decoded {
  if (activation.task.plan.style !== 'callback') return undefined
  activation.result = packed
  return 'end'
}
