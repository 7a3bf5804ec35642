import * as assemblyscript from 'assemblyscript'
import { compilerEnums } from '../compiler-enums.js'
import type { Refusal } from '../kernel-declaration.js'
import { childrenOf } from '../syntax-tree.js'

/** A function or method that its author marked `async`. */
export interface AsyncFunction {
  readonly node: assemblyscript.FunctionDeclaration
  /** The class that a method belongs to. */
  readonly owner: assemblyscript.ClassDeclaration | undefined
  /** The `T` of its `Promise<T>`. */
  readonly resultType: assemblyscript.TypeNode
}

export interface FoundAsync {
  readonly functions: readonly AsyncFunction[]
  readonly refusals: readonly Refusal[]
}

/** Finds the functions that stand behind the places of `async` in a source. */
export function findAsyncFunctions(source: assemblyscript.Source, offsets: readonly number[]): FoundAsync {
  const functions: AsyncFunction[] = []
  const refusals: Refusal[] = []
  const declared = [...declarationsIn(source, undefined)]
  for (const offset of offsets) {
    const found = declared.find(({ node }) => isMarkedAt(source, node, offset))
    if (found === undefined) continue
    const problem = problemOf(source, found)
    const resultType = promisedType(found.node)
    if (problem !== undefined) refusals.push({ range: found.node.name.range, message: problem })
    else if (resultType === undefined) refusals.push(refuseResult(found.node))
    else functions.push({ ...found, resultType })
  }
  return { functions, refusals }
}

type Declared = Omit<AsyncFunction, 'resultType'>

function* declarationsIn(
  node: assemblyscript.Node,
  owner: assemblyscript.ClassDeclaration | undefined,
): Generator<Declared> {
  if (node instanceof assemblyscript.FunctionDeclaration) yield { node, owner }
  const inner = node instanceof assemblyscript.ClassDeclaration ? node : undefined
  for (const child of childrenOf(node)) yield* declarationsIn(child, inner ?? owner)
}

function isMarkedAt(
  source: assemblyscript.Source,
  { name, range }: assemblyscript.FunctionDeclaration,
  offset: number,
): boolean {
  if (range.source !== source || name.range.start <= offset) return false
  return /^\s*(function\s*)?$/.test(source.text.slice(offset + 'async'.length, name.range.start))
}

function problemOf(source: assemblyscript.Source, { node, owner }: Declared): string | undefined {
  const isMethod = node instanceof assemblyscript.MethodDeclaration
  if (isMethod && owner !== undefined && source.statements.includes(owner)) {
    if (node.is(compilerEnums.CommonFlags.Constructor)) return 'a constructor cannot be async'
    return owner.isGeneric || node.isGeneric ? 'an async method cannot be generic, nor its class' : undefined
  }
  if (source.statements.includes(node)) return undefined
  return 'only top-level functions, and methods of top-level classes, can be async: AssemblyScript has no closures'
}

function promisedType({
  signature,
}: assemblyscript.FunctionDeclaration): assemblyscript.TypeNode | undefined {
  const { returnType } = signature
  if (!(returnType instanceof assemblyscript.NamedTypeNode) || returnType.isNullable) return undefined
  if (returnType.name.identifier.text !== 'Promise' || returnType.typeArguments?.length !== 1)
    return undefined
  return returnType.typeArguments[0]
}

function refuseResult({ name, signature }: assemblyscript.FunctionDeclaration): Refusal {
  const written = signature.returnType.range.toString()
  return {
    range: written === '' ? name.range : signature.returnType.range,
    message: `an async function returns a promise: declare it \`: Promise<${written === '' ? 'void' : written}>\``,
  }
}
