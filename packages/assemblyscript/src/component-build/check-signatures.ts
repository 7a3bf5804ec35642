import * as assemblyscript from 'assemblyscript'
import type { Refusal } from '../kernel-declaration.js'
import type { ExportPlan, PlannedFunction } from './plan-exports.js'

/** The file with a declaration of what is wanted for each planned function, in their order. */
export const wantedFile = 'weft-wanted'

/** Its text. Types are compared with the author's once the compiler knows them. */
export function wantedText({ functions, resourceImports }: ExportPlan): string {
  const imports = new Set<string>(resourceImports)
  const declared = functions.map((planned, index) => {
    const signature = signatureOf(planned)
    for (const line of signature.imports) imports.add(line)
    return `declare function wanted${index}${parametersAndResult(signature.text)}`
  })
  return [...imports, ...declared].join('\n')
}

function signatureOf({ wanted, style, returnsItself }: PlannedFunction) {
  const shape = style === 'sync' ? 'sync' : returnsItself === true ? 'blocking-early' : 'blocking'
  return wanted.signatures.find((each) => each.style === shape)!
}

function parametersAndResult(text: string): string {
  const rest = text.slice(text.indexOf('('))
  return /\)\s*:/.test(rest) ? rest : `${rest}: void`
}

/** Refuses author's functions whose parameters or results are not of the types that WIT says. */
export function checkSignatures(program: assemblyscript.Program, plan: ExportPlan): Refusal[] {
  return plan.functions.flatMap((planned, index) => {
    const prototype = program.elementsByName.get(`${wantedFile}/wanted${index}`)
    const wanted = resolve(program, prototype)
    const found = foundSignature(program, planned)
    if (wanted === undefined || found === undefined || fits(planned, wanted, found)) return []
    return [mismatch(planned)]
  })
}

type Signature = assemblyscript.Signature

function resolve(program: assemblyscript.Program, element: unknown): Signature | undefined {
  if (!(element instanceof assemblyscript.FunctionPrototype)) return undefined
  return program.resolver.resolveFunction(element, null)?.signature
}

function foundSignature(
  program: assemblyscript.Program,
  { node, wanted }: PlannedFunction,
): Signature | undefined {
  const element = program.elementsByDeclaration.get(node)
  if (element instanceof assemblyscript.ClassPrototype) {
    const instance = program.resolver.resolveClass(element, null)
    const prototype = instance?.prototype.constructorPrototype
    return prototype && instance ? resolve(program, prototype.toBound(instance)) : undefined
  }
  if (!(element instanceof assemblyscript.FunctionPrototype)) return undefined
  const { parent } = element
  if (
    wanted.function.role === 'freestanding' ||
    wanted.function.role === 'static' ||
    !(parent instanceof assemblyscript.ClassPrototype)
  )
    return resolve(program, element)
  const instance = program.resolver.resolveClass(parent, null)
  return instance ? resolve(program, element.toBound(instance)) : undefined
}

function fits({ style, wanted }: PlannedFunction, expected: Signature, found: Signature): boolean {
  // A task made for a method has the object as its first field.
  const offset = style === 'task' && wanted.function.role === 'method' ? 1 : 0
  const given = found.parameterTypes.slice(offset)
  if (given.length !== expected.parameterTypes.length) return false
  if (!given.every((type, index) => accepts(expected.parameterTypes[index]!, type))) return false
  if (style === 'task' || wanted.function.role === 'constructor') return true
  return accepts(found.returnType, expected.returnType)
}

/** True if a value of type `from` can be used where `to` is declared. Numbers must be of the very same type. */
function accepts(from: assemblyscript.Type, to: assemblyscript.Type): boolean {
  return from.isReference && to.isReference ? from.isAssignableTo(to) : from.equals(to)
}

function mismatch({ wanted, node, style, returnsItself }: PlannedFunction): Refusal {
  const shape = style === 'blocking' && isAsyncBody(node) ? 'async' : style
  const text =
    wanted.signatures.find((each) => each.style === shape)?.text ??
    signatureOf({ wanted, style, returnsItself } as PlannedFunction).text
  return {
    range: node.name.range,
    message: [
      `${wanted.name} is not what WIT says:`,
      `  WIT     ${wanted.wit}`,
      `  wanted  ${text}`,
      `  found   ${headOf(node)}`,
    ].join('\n'),
  }
}

function isAsyncBody(node: assemblyscript.DeclarationStatement): boolean {
  return node.name.text.endsWith('__body')
}

/** A declaration as its author wrote it, from the beginning of its line up to its body. */
function headOf(node: assemblyscript.DeclarationStatement): string {
  const { source, start } = node.range
  const isFunction = node instanceof assemblyscript.FunctionDeclaration
  const end = isFunction && node.body !== null ? node.body.range.start : source.text.indexOf('{', start)
  const lineStart = source.text.lastIndexOf('\n', start) + 1
  return source.text.slice(lineStart, end).replace(/\s+/g, ' ').trim()
}
