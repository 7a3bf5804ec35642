import type { Activation } from './activation.js'
import { decodeCall, decodeSubtaskCancel, decodeSubtaskDrop } from './decode-call.js'
import { decodeCancel, decodeCopy, decodeDrop } from './decode-copy.js'
import { decodeJoin, decodePoll, decodeSetDrop, decodeWait, decodeWaitFor } from './decode-set.js'
import { anyIndex } from './handle.js'
import { type Decoded, endWith, makeCall, mayReturn, mayWait, newCall, returnCall } from './make-call.js'
import { type Action, copyTypes, type Program, type Step } from './program.js'

type Decoder = (step: Step, activation: Activation, program: Program) => Decoded

const decoders: Record<Action, Decoder> = {
  new: ({ a, b }, _, { types }) => newCall(b % 8 === 7 ? a % copyTypes.length : types[a % types.length]!),
  copy: decodeCopy,
  cancel: decodeCancel,
  drop: decodeDrop,
  'set-new': () => makeCall('waitable-set.new', []),
  'set-drop': decodeSetDrop,
  join: decodeJoin,
  poll: decodePoll,
  wait: decodeWait,
  'thread-yield': (step, { task }) =>
    mayWait(task, step) ? makeCall('thread.yield', [], { cancellable: step.b % 2 === 1 }) : undefined,
  call: decodeCall,
  'subtask-cancel': decodeSubtaskCancel,
  'subtask-drop': decodeSubtaskDrop,
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
  'wait-for': decodeWaitFor,
}

export function decodeStep(step: Step, activation: Activation, program: Program): Decoded {
  return decoders[step.action](step, activation, program)
}
