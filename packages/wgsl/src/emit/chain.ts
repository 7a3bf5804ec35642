import { joinLocals } from '../facts/fact.js'
import type { BlockNode, Node } from '../read/node.js'
import type { Frame } from './frame.js'
import type { FunctionEmitter } from './function-emitter.js'
import { chainCounter, sendEscapes } from './jump.js'
import { closeBraces, openFrame } from './open-frame.js'

/** From here on nested blocks are printed as one loop over segments: WGSL allows 127 nested braces. */
const minimumChain = 6

/**
 * Blocks that each begin with the next, as compilers print a `switch`, the outermost first; undefined where there are
 * too few of them.
 */
export function chainOf(node: BlockNode): readonly BlockNode[] | undefined {
  const chain: BlockNode[] = []
  let next: Node | undefined = node
  while (next?.kind === 'block' && next.parameters.length === 0 && next.results.length === 0) {
    chain.push(next)
    next = next.body[0]
  }
  return chain.length >= minimumChain ? chain : undefined
}

/**
 * Prints a chain as `loop { switch (pc) { … } }`: segment k is what lies between the ends of two blocks, and a branch
 * to the end of a block sets the counter.
 */
export function emitChain(emitter: FunctionEmitter, chain: readonly BlockNode[]): boolean {
  const outer = emitter.stack
  const count = chain.length
  const frame = openFrame(emitter, { kind: 'chain', node: undefined, wrapper: 'loop' })
  const counter = chainCounter(frame)
  emitter.line(`var ${counter} = 0u;`)
  emitter.open('loop {')
  emitter.line(`if (${counter} >= ${count}u) { break; }`)
  emitter.open(`switch (${counter}) {`)
  const blocks = chain.map((node, depth) =>
    openFrame(emitter, {
      kind: 'block',
      node,
      wrapper: undefined,
      isLast: false,
      segment: { chain: frame, counter, end: count - depth },
    }),
  )
  for (let segment = 0; segment < count; segment++) {
    emitSegment(emitter, chain[count - 1 - segment]!, blocks[count - 1 - segment]!, segment, count)
  }
  emitter.close()
  if (frame.escapes.size > 0) emitter.line('if (br != 0u) { break; }')
  emitter.line(`${counter} += 1u;`)
  emitter.close()
  emitter.frames.pop()
  sendEscapes(emitter, frame)
  emitter.stack = outer
  return true
}

function emitSegment(
  emitter: FunctionEmitter,
  node: BlockNode,
  frame: Frame,
  segment: number,
  count: number,
): void {
  emitter.open(segment === count - 1 ? 'default: {' : `case ${segment}u: {`)
  emitter.stack = []
  // The innermost block is all its body; the others begin with the block inside them, which is printed already.
  const reached = emitter.emitBody(segment === 0 ? node.body : node.body.slice(1))
  if (!reached) emitter.facts = undefined
  closeBraces(emitter, frame)
  emitter.close()
  emitter.facts = joinLocals(emitter.facts, frame.pending)
  emitter.frames.pop()
}
