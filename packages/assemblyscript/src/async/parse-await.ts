import * as assemblyscript from 'assemblyscript'
import { compilerEnums } from '../compiler-enums.js'

/** What an `await x` became: a call of `x.wait()`. */
export type AwaitNode = assemblyscript.CallExpression

/**
 * Teaches a parser `await`: it reads `await x` as `(x).wait()`. Returns the calls that it has made so, which grow while
 * it parses.
 */
export function parseAwait(parser: assemblyscript.Parser): ReadonlySet<AwaitNode> {
  const found = new Set<AwaitNode>()
  const parseStart = parser.parseExpressionStart.bind(parser)
  parser.parseExpressionStart = (tokenizer) => {
    if (tokenizer.peek() !== compilerEnums.Token.Await) return parseStart(tokenizer)
    tokenizer.next()
    const start = tokenizer.tokenPos
    const awaited = parser.parseExpression(tokenizer, compilerEnums.Precedence.UnaryPrefix)
    if (awaited === null) return null
    const call = waitCall(awaited, tokenizer.range(start, tokenizer.pos))
    found.add(call)
    return call
  }
  return found
}

function waitCall(awaited: assemblyscript.Expression, range: assemblyscript.Range): AwaitNode {
  const { Node } = assemblyscript
  const wait = Node.createIdentifierExpression('wait', range)
  const property = Node.createPropertyAccessExpression(awaited, wait, range)
  return Node.createCallExpression(property, null, [], range)
}

/** What an `await` stands before. */
export function awaitedExpression(node: AwaitNode): assemblyscript.Expression {
  return (node.expression as assemblyscript.PropertyAccessExpression).expression
}
