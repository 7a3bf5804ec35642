import type { Activation, TaskState } from './activation.js'
import { anyOr } from './decode-set.js'
import { anyIndex, type Handle } from './handle.js'
import { type Decoded, makeCall, mayWait } from './make-call.js'
import type { FunctionPlan, Program, Step } from './program.js'

/** The numbers that calls are told apart by are given by the interpreter: this puts 0. */
export function decodeCall(step: Step, { task }: Activation, program: Program): Decoded {
  const { guest, plan } = task
  const candidates = program.functions.flatMap((target, index) => {
    if (!step.wild && related(program, target.inst, plan.inst)) return []
    // What runs now was called by instances before it mostly, and those cannot be entered before they have been left.
    if (!step.wild && target.inst < plan.inst && step.b % 16 !== 15) return []
    const { param } = target
    if (typeof param !== 'number') return [{ index, target, args: param === 'none' ? [] : [step.c] }]
    const end = step.wild ? anyIndex(guest, step.c) : guest.passable(param, step.c)?.index
    return end === undefined ? [] : [{ index, target, args: [end] }]
  })
  const chosen = candidates[step.a % candidates.length]
  if (chosen === undefined) return undefined
  const { index, target, args } = chosen
  const async_ = !mayCallSynchronously(task.waits, plan, target, step)
  const ptr = async_ && target.result !== 'none' ? [32 + (step.b % 8) * 4] : []
  return {
    operation: 'call',
    type: index,
    async_,
    cancellable: false,
    args: [0, ...args, ...(step.wild && step.b % 5 === 0 ? ptr.map(() => 65535 - (step.b % 3)) : ptr)],
  }
}

function mayCallSynchronously(
  waits: boolean,
  plan: FunctionPlan,
  target: FunctionPlan,
  { b, wild }: Step,
): boolean {
  if (b % 2 === 1) return false
  return target.style === 'sync' || waits || (wild && plan.style === 'sync')
}

function related({ instances }: Program, a: number, b: number): boolean {
  const lineage = (inst: number | undefined): number[] =>
    inst === undefined ? [] : [inst, ...lineage(instances[inst]!.parent)]
  return lineage(a).includes(b) || lineage(b).includes(a)
}

export function decodeSubtaskCancel(step: Step, { task }: Activation): Decoded {
  const async_ = !(mayWait(task, step) && step.b % 2 === 1)
  const fits = ({ kind, state, cancelled, set }: Handle) =>
    kind === 'subtask' && state === 'copying' && !cancelled && (async_ || set === 0)
  const index = subtaskIndex(step, task, task.guest.choose(fits, step.a))
  return index === undefined ? undefined : makeCall('subtask.cancel', [index], { async_ })
}

export function decodeSubtaskDrop(step: Step, { task }: Activation): Decoded {
  const subtask = task.guest.choose(({ kind, state }) => kind === 'subtask' && state === 'done', step.a)
  const index = subtaskIndex(step, task, subtask)
  return index === undefined ? undefined : makeCall('subtask.drop', [index])
}

/** That of a subtask in whatever state, or of anything else, if the step is wild. */
function subtaskIndex(step: Step, task: TaskState, fitting: Handle | undefined): number | undefined {
  const subtask = step.wild ? task.guest.choose(({ kind }) => kind === 'subtask', step.a) : undefined
  return subtask?.index ?? anyOr(step, task, fitting)
}
