import type { Node } from '../read/node.js'
import type { FunctionEmitter } from './function-emitter.js'
import { emitPlain } from './instructions.js'
import { topFrame } from './jump.js'
import { emitBlock, emitIf, emitLoop } from './structured.js'

/** Prints the body of the innermost frame. False if its end is not reached: what follows there is not printed. */
export function emitBody(emitter: FunctionEmitter, body: readonly Node[]): boolean {
  const frame = topFrame(emitter)
  const last = body.at(-1)
  for (const node of body) {
    frame.atLast = node === last
    if (!emitNode(emitter, node)) return false
  }
  return true
}

function emitNode(emitter: FunctionEmitter, node: Node): boolean {
  switch (node.kind) {
    case 'block':
      return emitBlock(emitter, node)
    case 'loop':
      return emitLoop(emitter, node)
    case 'if':
      return emitIf(emitter, node)
    default:
      return emitPlain(emitter, node)
  }
}
