import type * as assemblyscript from 'assemblyscript'
import { compilerEnums } from '../compiler-enums.js'
import type { AsyncFunction } from './find-async-functions.js'

/** What an async function's own code is called once a function that starts it has its name. */
export function bodyName(name: string): string {
  return `${name}__body`
}

/** True for `Promise<void>`. */
export function returnsNothing({ resultType }: AsyncFunction): boolean {
  return resultType.range.toString() === 'void'
}

/** Imports of the generated code, once for each file with async functions. */
const imports =
  "import { Promise as $Promise, VoidPromise as $VoidPromise } from '@weft/assemblyscript/assembly/component'"

/**
 * The AssemblyScript text that is added to a file with async functions. Each gets a class whose objects are its calls,
 * and a function of its name that starts one. Those of methods stand in classes from which the build moves them.
 */
export function generateAsyncCode(functions: readonly AsyncFunction[]): string {
  return ['', imports, ...functions.map(generateFunction)].join('\n')
}

function generateFunction(declared: AsyncFunction): string {
  const { node, owner, resultType } = declared
  const isStatic = owner !== undefined && node.is(compilerEnums.CommonFlags.Static)
  const parameters = node.signature.parameters
  const own = owner !== undefined && !isStatic ? [`$self: ${owner.name.text}`] : []
  const fields = [...own, ...parameters.map(({ type }, index) => `$${index}: ${type.range.toString()}`)]
  const callee = owner === undefined ? '' : isStatic ? `${owner.name.text}.` : 'this.$self.'
  const call = `${callee}${bodyName(node.name.text)}(${parameters.map((_, index) => `this.$${index}`).join(', ')})`
  const nothing = returnsNothing(declared)
  const promise = nothing ? '$VoidPromise' : `$Promise<${resultType.range.toString()}>`
  const generic = typeParameters(node)
  const className = `${owner === undefined ? '' : `${owner.name.text}__`}${node.name.text}__call`
  return [
    `export class ${className}${generic.declared} extends ${promise} {`,
    `  constructor(${fields.map((field) => `private ${field}`).join(', ')}) { super() }`,
    `  run(): void { ${nothing ? '' : 'this.result = '}${call} }`,
    '}',
    ...starter(declared, { isStatic, promise, className, generic }),
  ].join('\n')
}

interface Starter {
  readonly isStatic: boolean
  readonly promise: string
  readonly className: string
  readonly generic: { readonly declared: string; readonly passed: string }
}

function starter(
  { node, owner }: AsyncFunction,
  { isStatic, promise, className, generic }: Starter,
): string[] {
  const { parameters } = node.signature
  const names = parameters.map(({ name }) => name.text)
  const passed = owner !== undefined && !isStatic ? ['this', ...names] : names
  const signature = `${node.name.text}${generic.declared}(${parameters.map(({ range }) => range.toString()).join(', ')}): ${promise}`
  const body = [
    `const $call = new ${className}${generic.passed}(${passed.join(', ')})`,
    '$call.begin()',
    'return $call',
  ].join('; ')
  if (owner === undefined) return [`export function ${signature} { ${body} }`]
  return [
    `class ${methodHolder(owner.name.text, node.name.text)} {`,
    `  ${isStatic ? 'static ' : ''}${signature} { ${body} }`,
    '}',
  ]
}

/** The generated class whose only member is to become a method of the author's class. */
export function methodHolder(className: string, methodName: string): string {
  return `${className}__${methodName}__holder`
}

function typeParameters({ typeParameters }: assemblyscript.FunctionDeclaration): Starter['generic'] {
  if (typeParameters === null || typeParameters.length === 0) return { declared: '', passed: '' }
  const declared = typeParameters.map(({ range }) => range.toString()).join(', ')
  const passed = typeParameters.map(({ name }) => name.text).join(', ')
  return { declared: `<${declared}>`, passed: `<${passed}>` }
}
