import type { List, Node } from '../text/s-expression.js'
import { stringText } from '../text/string-literal.js'
import { exactValue, readPattern } from '../text/value-literal.js'
import type { Action, Argument } from './command.js'
import type { Expectation } from './expectation.js'

export function headOf(node: Node | undefined): string {
  const head = node?.kind === 'list' ? node.items[0] : undefined
  return head?.kind === 'atom' ? head.text : ''
}

/** True for `(invoke …)` and `(get …)`. */
export function isAction(node: Node | undefined): node is List {
  return headOf(node) === 'invoke' || headOf(node) === 'get'
}

/** `(invoke $instance? "field" argument*)`, `(get $instance? "field")`. */
export function readAction(list: List): Action {
  const [, ...items] = list.items
  const instance = items[0]?.kind === 'atom' ? items.shift() : undefined
  const field = items.shift()
  return {
    kind: headOf(list) === 'get' ? 'get' : 'invoke',
    instance: instance?.kind === 'atom' ? instance.text : undefined,
    field: field?.kind === 'string' ? stringText(field) : '',
    arguments: items.map(readArgument),
  }
}

function readArgument(node: Node): Argument {
  const pattern = readPattern(node)
  const value = pattern === undefined ? undefined : exactValue(pattern)
  return value ?? { type: 'reference', text: headOf(node) }
}

/** One result of an `assert_return`; undefined for a form that is not known. */
export function readExpectation(node: Node): Expectation | undefined {
  const head = headOf(node)
  if (head === 'either' && node.kind === 'list') {
    const alternatives = node.items.slice(1).map(readExpectation)
    return alternatives.every((found) => found !== undefined) ? alternatives.flat() : undefined
  }
  if (head.startsWith('ref.')) return [{ type: 'reference' }]
  const pattern = readPattern(node)
  return pattern === undefined ? undefined : [pattern]
}
