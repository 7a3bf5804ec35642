import * as assemblyscript from 'assemblyscript'
import { compilerEnums } from './compiler-enums.js'

/** What a kernel parameter receives. */
type ParameterRole = 'iteration' | 'iterations' | 'blockSize' | 'input' | 'output' | 'scalar'

export interface KernelParameter {
  readonly name: string
  readonly role: ParameterRole
  /** As it is written: the element type of a view, else the type itself. */
  readonly type: string
  readonly range: assemblyscript.Range
}

/** A function marked `@kernel`, as its source declares it. */
export interface KernelDeclaration {
  readonly name: string
  readonly exported: boolean
  readonly parameters: readonly KernelParameter[]
  readonly node: assemblyscript.FunctionDeclaration
  /** Its `@kernel`. */
  readonly decoratorRange: assemblyscript.Range
}

/** Something that a kernel must not be or do, and where. */
export interface Refusal {
  readonly range: assemblyscript.Range
  readonly message: string
}

const roles: Readonly<Record<string, ParameterRole>> = {
  Iteration: 'iteration',
  Iterations: 'iterations',
  BlockSize: 'blockSize',
  Input: 'input',
  Output: 'output',
}

/** The declaration of a function that is a kernel, or why it cannot be one. */
export function readKernel(
  node: assemblyscript.FunctionDeclaration,
  decorator: assemblyscript.DecoratorNode,
): KernelDeclaration | readonly Refusal[] {
  const refusals = [...refuseDeclaration(node), ...node.signature.parameters.flatMap(refuseParameter)]
  const parameters = node.signature.parameters.map(readParameter)
  if (!parameters.some(({ role }) => role === 'iteration')) {
    refusals.push({
      range: node.name.range,
      message: `a kernel needs a parameter of type Iteration; ${node.name.text} has none`,
    })
  }
  if (refusals.length > 0) return refusals
  const exported = node.is(compilerEnums.CommonFlags.Export)
  return { name: node.name.text, exported, parameters, node, decoratorRange: decorator.range }
}

function refuseDeclaration(node: assemblyscript.FunctionDeclaration): Refusal[] {
  const refusals: Refusal[] = []
  const refuse = (range: assemblyscript.Range, message: string) => refusals.push({ range, message })
  if (node.isGeneric) refuse(node.name.range, 'a kernel cannot be generic: write one kernel for each type')
  if (node.body === null) refuse(node.name.range, 'a kernel needs a body')
  const { returnType } = node.signature
  const returnName = returnType.range.toString()
  if (returnName !== 'void') {
    refuse(
      returnName === '' ? node.name.range : returnType.range,
      'a kernel returns nothing: declare it `: void` and write results to an Output',
    )
  }
  return refusals
}

function refuseParameter(parameter: assemblyscript.ParameterNode): Refusal[] {
  const message = parameterProblem(parameter)
  return message === undefined ? [] : [{ range: parameter.range, message }]
}

function parameterProblem({
  parameterKind,
  initializer,
  type,
  name,
}: assemblyscript.ParameterNode): string | undefined {
  if (parameterKind !== compilerEnums.ParameterKind.Default || initializer !== null) {
    return `kernel parameter ${name.text} can be neither optional nor a rest parameter, and has no default value`
  }
  const types = 'a kernel takes Input<T>, Output<T>, Iteration, Iterations, BlockSize and numbers'
  if (!(type instanceof assemblyscript.NamedTypeNode) || type.isNullable) {
    return `kernel parameter ${name.text} has an unsupported type, ${type.range.toString()}: ${types}`
  }
  const typeName = lastName(type)
  const isView = typeName === 'Input' || typeName === 'Output'
  const argumentCount = type.typeArguments?.length ?? 0
  if (isView && argumentCount !== 1)
    return `kernel parameter ${name.text} needs an element type: ${typeName}<f64>`
  if (!isView && argumentCount > 0) {
    return `kernel parameter ${name.text} has an unsupported type, ${type.range.toString()}: ${types}`
  }
  return undefined
}

function readParameter({ type, name, range }: assemblyscript.ParameterNode): KernelParameter {
  const typeName = type instanceof assemblyscript.NamedTypeNode ? lastName(type) : ''
  const role = (Object.hasOwn(roles, typeName) ? roles[typeName] : undefined) ?? 'scalar'
  const element = type instanceof assemblyscript.NamedTypeNode ? type.typeArguments?.[0] : undefined
  return { name: name.text, role, type: (element ?? type).range.toString(), range }
}

function lastName({ name }: assemblyscript.NamedTypeNode): string {
  let part = name
  while (part.next !== null) part = part.next
  return part.identifier.text
}
