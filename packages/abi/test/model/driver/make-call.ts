import type { Activation, TaskState } from './activation.js'
import { type Call, copyTypes, type Operation, type PassedType, type Step } from './program.js'

/** What a step means to a task now: a call, the end of the activation, or (undefined) nothing. */
export type Decoded = Call | 'end' | undefined

export function makeCall(operation: Operation, args: readonly number[], more: Partial<Call> = {}): Call {
  return { operation, args, type: 'none', async_: true, cancellable: false, ...more }
}

export function newCall(type: PassedType): Call {
  return makeCall(`${copyTypes[type as number]!.of}.new`, [], { type })
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

/** Whether the task does what may wait with frames on its stack. */
export function mayWait({ plan, waits }: TaskState, { wild }: Step): boolean {
  return waits || (wild && plan.style === 'sync')
}

/** Returns to the event loop of a callback. */
export function endWith(activation: Activation, packed: number): Decoded {
  if (activation.task.plan.style !== 'callback') return undefined
  activation.result = packed
  return 'end'
}
