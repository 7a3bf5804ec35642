import type { FunctionBody } from '../module.js'
import { opcodeOf } from '../opcodes/opcodes.js'
import type { Closure } from './closure.js'
import { ascending } from './kernel-maps.js'
import { lookUp, type ModuleView } from './module-view.js'

/** What stands in a kernel's tables for functions that no call there can reach, because their type is another one. */
export interface TableStubs {
  /** The type of each stub, by source index. */
  readonly types: readonly number[]
  readonly body: FunctionBody
  /** The stub for a function of the source, as an index into `types`. */
  stubOf(functionIndex: number): number
}

/** One stub for each type: an entry that is left out would be null, and calling it trap with another cause. */
export function tableStubs(view: ModuleView, closure: Closure): TableStubs {
  const typeOf = (functionIndex: number) => lookUp(view.functionTypes, functionIndex, 'function')
  const unreached = [...closure.tables.values()].flatMap((entries) =>
    [...entries.values()].filter((target) => !closure.functions.has(target)),
  )
  const types = ascending(new Set(unreached.map(typeOf)))
  const instructions = Uint8Array.of(opcodeOf('unreachable'), opcodeOf('end'))
  return {
    types,
    body: { locals: [], instructions, offset: 0, instructionsOffset: 0 },
    stubOf: (functionIndex) => types.indexOf(typeOf(functionIndex)),
  }
}
