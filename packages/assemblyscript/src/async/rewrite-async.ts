import * as assemblyscript from 'assemblyscript'
import type { Refusal } from '../kernel-declaration.js'
import { childrenOf } from '../syntax-tree.js'
import { bodyName, methodHolder, returnsNothing } from './async-code.js'
import { type AsyncFunction, findAsyncFunctions } from './find-async-functions.js'
import { type AwaitNode, awaitedExpression } from './parse-await.js'

/**
 * Makes of every async function in a parsed source its body under another name; what was generated for the source takes
 * its place. Returns what cannot be: an `await` outside of async functions.
 */
export function rewriteAsync(
  source: assemblyscript.Source,
  offsets: readonly number[],
  awaits: ReadonlySet<AwaitNode>,
): Refusal[] {
  const { functions } = findAsyncFunctions(source, offsets)
  const refusals = refuseAwaits(source, new Set(functions.map(({ node }) => node)), awaits)
  for (const declared of functions) awaitDirectly(declared, functions, awaits)
  for (const declared of functions) becomeBody(declared)
  for (const { node, owner } of functions) if (owner !== undefined) moveStarter(source, owner, node)
  renameVoidPromises(source)
  return refusals
}

function refuseAwaits(
  source: assemblyscript.Source,
  allowed: ReadonlySet<assemblyscript.FunctionDeclaration>,
  awaits: ReadonlySet<AwaitNode>,
): Refusal[] {
  return [...misplaced(source, false)].map((range) => {
    return {
      range,
      message: '`await` can stand only in an async function: elsewhere call `wait()`, which blocks',
    }
  })

  function* misplaced(node: assemblyscript.Node, inAsync: boolean): Generator<assemblyscript.Range> {
    if (awaits.has(node as AwaitNode) && !inAsync) yield node.range
    const inside = node instanceof assemblyscript.FunctionDeclaration ? allowed.has(node) : inAsync
    for (const child of childrenOf(node)) yield* misplaced(child, inside)
  }
}

/** `await f(x)` of an async function in the same file is a call of its body: no promise is needed. */
function awaitDirectly(
  { node, owner }: AsyncFunction,
  functions: readonly AsyncFunction[],
  awaits: ReadonlySet<AwaitNode>,
): void {
  const topLevel = new Set(functions.filter((each) => each.owner === undefined).map(nameOf))
  const methods = new Set(functions.filter((each) => each.owner === owner && owner !== undefined).map(nameOf))
  visit(node)

  function visit(each: assemblyscript.Node): void {
    for (const child of childrenOf(each)) visit(child)
    if (!awaits.has(each as AwaitNode)) return
    const awaited = awaitedExpression(each as AwaitNode)
    const callee = awaited instanceof assemblyscript.CallExpression ? awaited.expression : undefined
    const name = directName(callee, topLevel, methods)
    if (name === undefined) return
    name.text = bodyName(name.text)
    const call = awaited as assemblyscript.CallExpression
    const { Node } = assemblyscript
    Object.assign(each, Node.createCallExpression(call.expression, call.typeArguments, call.args, call.range))
  }
}

function nameOf({ node }: AsyncFunction): string {
  return node.name.text
}

function directName(
  callee: assemblyscript.Expression | undefined,
  topLevel: ReadonlySet<string>,
  methods: ReadonlySet<string>,
): assemblyscript.IdentifierExpression | undefined {
  if (callee instanceof assemblyscript.PropertyAccessExpression) {
    const ofThis = callee.expression instanceof assemblyscript.ThisExpression
    return ofThis && methods.has(callee.property.text) ? callee.property : undefined
  }
  const isName = callee instanceof assemblyscript.IdentifierExpression
  return isName && topLevel.has(callee.text) ? callee : undefined
}

function becomeBody(declared: AsyncFunction): void {
  const { node, resultType } = declared
  node.name = assemblyscript.Node.createIdentifierExpression(bodyName(node.name.text), node.name.range)
  node.signature.returnType = returnsNothing(declared)
    ? assemblyscript.Node.createNamedType(
        assemblyscript.Node.createSimpleTypeName('void', resultType.range),
        null,
        false,
        resultType.range,
      )
    : resultType
}

function moveStarter(
  source: assemblyscript.Source,
  owner: assemblyscript.ClassDeclaration,
  node: assemblyscript.FunctionDeclaration,
): void {
  const method = node.name.text.slice(0, -bodyName('').length)
  const holderName = methodHolder(owner.name.text, method)
  const index = source.statements.findIndex(
    (each) => each instanceof assemblyscript.ClassDeclaration && each.name.text === holderName,
  )
  if (index < 0) return
  const [holder] = source.statements.splice(index, 1)
  owner.members.push(...(holder as assemblyscript.ClassDeclaration).members)
}

/** No class can have a member of type void, so `Promise<void>` is a class of its own. */
function renameVoidPromises(node: assemblyscript.Node): void {
  if (node instanceof assemblyscript.NamedTypeNode) {
    const { identifier } = node.name
    const [argument] = node.typeArguments ?? []
    if (identifier.text === 'Promise' && argument?.range.toString() === 'void') {
      identifier.text = 'VoidPromise'
      node.typeArguments = null
    }
  }
  for (const child of childrenOf(node)) renameVoidPromises(child)
}
