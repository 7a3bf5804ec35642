import * as assemblyscript from 'assemblyscript'
import type { Refusal } from './kernel-declaration.js'
import { childrenOf } from './syntax-tree.js'

type NodeClass = abstract new (...parameters: never[]) => assemblyscript.Node

const allocates = 'a kernel cannot allocate memory'
const usesString = 'a kernel cannot use strings'

const refusedNodes: readonly (readonly [NodeClass, string])[] = [
  [assemblyscript.NewExpression, `${allocates}: no \`new\`. Take what it needs as Input, Output or a number`],
  [assemblyscript.ArrayLiteralExpression, `${allocates}: no array literal. Use an Input or local variables`],
  [assemblyscript.ObjectLiteralExpression, `${allocates}: no object literal. Use local variables`],
  [assemblyscript.RegexpLiteralExpression, `${allocates}: no regular expression`],
  [assemblyscript.StringLiteralExpression, usesString],
  [assemblyscript.TemplateLiteralExpression, usesString],
  [
    assemblyscript.FunctionExpression,
    'a kernel cannot use a closure or a function expression: write a top-level function',
  ],
  [assemblyscript.ClassExpression, 'a kernel cannot declare a class'],
  [
    assemblyscript.ThrowStatement,
    'a kernel cannot throw: write a status to an Output, or trap with `unreachable()`',
  ],
  [assemblyscript.TryStatement, 'a kernel cannot catch'],
]

const refusedCalls: Readonly<Record<string, string>> = {
  'heap.alloc': `${allocates}: no heap.alloc`,
  'heap.realloc': `${allocates}: no heap.realloc`,
  'heap.free': 'a kernel cannot free memory',
  'memory.grow': 'a kernel cannot grow the memory',
}

/** What a kernel's own body does that no kernel may do, each at its place. */
export function refuseBody(kernel: assemblyscript.FunctionDeclaration): Refusal[] {
  return kernel.body === null ? [] : [...refuseNode(kernel.body)]
}

function* refuseNode(node: assemblyscript.Node): Generator<Refusal> {
  if (calleeOf(node) === 'memory.data') return
  const message = refusedNodes.find(([nodeClass]) => node instanceof nodeClass)?.[1] ?? refusedCall(node)
  if (message !== undefined) {
    // One message for an expression: what is refused inside of it goes away with it.
    yield { range: node.range, message }
    return
  }
  for (const child of childrenOf(node)) yield* refuseNode(child)
}

function refusedCall(node: assemblyscript.Node): string | undefined {
  const callee = calleeOf(node)
  return callee !== undefined && Object.hasOwn(refusedCalls, callee) ? refusedCalls[callee] : undefined
}

function calleeOf(node: assemblyscript.Node): string | undefined {
  return node instanceof assemblyscript.CallExpression ? node.expression.range.toString() : undefined
}
