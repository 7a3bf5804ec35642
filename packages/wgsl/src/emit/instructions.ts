import { invariant } from '../invariant.js'
import type { PlainNode } from '../read/node.js'
import { atomics } from './atomics.js'
import { branches } from './branches.js'
import { bulkMemory } from './bulk-memory.js'
import { calls } from './calls.js'
import type { FunctionEmitter } from './function-emitter.js'
import { emitLoad, emitStore, loadOf, storeOf } from './memory.js'
import { emitNumeric } from './numeric.js'
import { variables } from './variables.js'

/** Prints an instruction; false if what follows it is not reached. */
export type Handler = (emitter: FunctionEmitter, node: PlainNode) => boolean | undefined

const handlers = new Map<string, Handler>(
  Object.entries({ ...variables, ...branches, ...calls, ...bulkMemory, ...atomics }),
)

/** True for an instruction without a body that this compiler knows; numeric ones are known by their lowerings. */
export function isHandled(name: string): boolean {
  return handlers.has(name) || loadOf(name) !== undefined || storeOf(name) !== undefined
}

export function emitPlain(emitter: FunctionEmitter, node: PlainNode): boolean {
  const handler = handlers.get(node.name)
  if (handler !== undefined) return handler(emitter, node) ?? true
  const load = loadOf(node.name)
  const store = storeOf(node.name)
  const lowering = emitter.context.lowerings[node.name]
  if (load !== undefined) emitLoad(emitter, node, load)
  else if (store !== undefined) emitStore(emitter, node, store)
  else if (lowering !== undefined) emitNumeric(emitter, node, lowering)
  else invariant(false, `${node.name} passed the checks, but nothing prints it`)
  return true
}
