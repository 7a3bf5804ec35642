import type { Handler } from './instructions.js'
import { noteAccess } from './memory.js'
import { pagesAt, parameter } from './parameters.js'
import { namedValue } from './value.js'

const bulk =
  (helper: string): Handler =>
  (emitter) => {
    const operands = emitter.take(3)
    emitter.evaluateMemory()
    noteAccess(emitter)
    emitter.line(`${emitter.context.call(helper, ...operands.map(({ text }) => text))};`)
  }

const initialise: Handler = (emitter, node) => {
  const [segment] = node.immediates
  const index = segment?.kind === 'data' ? segment.index : 0
  emitter.context.data.add(index)
  return bulk(`memory_init${index}`)(emitter, node)
}

/** A dropped segment is an empty one: core specification 4.4.7.12. */
const dropData: Handler = (emitter, node) => {
  const [segment] = node.immediates
  const index = segment?.kind === 'data' ? segment.index : 0
  emitter.context.data.add(index)
  emitter.line(`data${index}_bytes = 0u;`)
}

const size: Handler = (emitter) => {
  emitter.push(namedValue('i32', parameter(pagesAt)))
}

export const bulkMemory: Record<string, Handler> = {
  'memory.copy': bulk('memory_copy'),
  'memory.fill': bulk('memory_fill'),
  'memory.init': initialise,
  'data.drop': dropData,
  'memory.size': size,
}
