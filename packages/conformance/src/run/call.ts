import type { DeviceInfo } from '@weft/backend'
import type { FunctionEffects } from '../kernel/function-effects.js'
import type { Action } from '../script/command.js'
import type { Value } from '../values.js'
import type { Slot } from './instance-scope.js'
import type { Refusal } from './prepare-target.js'
import { TestInstance } from './test-instance.js'

/** A call of a function of an instance that can be made. */
export interface Call {
  readonly instance: TestInstance
  readonly target: number
  readonly effects: FunctionEffects
  readonly arguments: readonly Value[]
}

/** The call that an action asks for, or why it cannot be made. */
export function callOf(action: Action, slot: Slot | undefined, info: DeviceInfo): Call | Refusal {
  if (slot === undefined) return fail(`there is no module ${action.instance ?? ''}`.trimEnd())
  if (!(slot instanceof TestInstance)) return slot
  if (slot.exportsReference(action.field)) return skip('gets a reference: needs references as values')
  const target = slot.targetOf(action)
  if (target === undefined) return fail(`the module does not export "${action.field}" for ${action.kind}`)
  const values = action.arguments.filter((argument) => argument.type !== 'reference')
  const effects = slot.source.effectsOf(target)
  if (values.length < action.arguments.length) {
    return spoiling(slot, effects, 'passes a reference: needs references as values')
  }
  return checkedCall({ instance: slot, target, effects, arguments: values }, info)
}

/** The call unless what came before it, or the size of the memory, forbids it. */
export function checkedCall(call: Call, info: DeviceInfo): Call | Refusal {
  const { instance, effects } = call
  const spoiledBy = instance.spoiledFor(effects)
  if (spoiledBy !== undefined) return spoiling(instance, effects, spoiledBy)
  const needed = effects.accessesMemory ? (instance.memory?.sizeBytes ?? 0) : 0
  const { maximumBufferBytes } = info.limits
  if (needed <= maximumBufferBytes) return call
  const reason = `needs a memory of ${needed} bytes, and a buffer of the device has at most ${maximumBufferBytes}`
  return spoiling(instance, effects, reason)
}

/** What would have been changed by a call that is not made cannot be judged any more. */
export function spoiling(instance: TestInstance, effects: FunctionEffects, reason: string): Refusal {
  const follows = 'follows a skipped call, which'
  const refused = /^[a-z0-9-]+: /.test(reason) ? `was refused: ${reason}` : reason
  instance.spoil(effects, reason.startsWith(follows) ? reason : `${follows} ${refused}`)
  return skip(reason)
}

function skip(refusal: string): Refusal {
  return { refusal, failure: false }
}

function fail(refusal: string): Refusal {
  return { refusal, failure: true }
}
