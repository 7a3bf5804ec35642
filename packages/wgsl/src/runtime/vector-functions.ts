import type { Lowering, Lowerings } from '../instructions/lowering.js'
import { type ValueType, wgslType } from '../value-type.js'
import type { Helpers } from './helper.js'
import { helpersFrom } from './helpers-from.js'

/**
 * Instructions on vectors as WGSL functions of one signature. A body is an expression, or statements that `return`, of
 * the parameters `a`, `b` and `c`. It may call the functions of other instructions and helpers, such as `i64_add`.
 */
export interface VectorFunctions {
  readonly parameters: readonly ValueType[]
  readonly result: ValueType | 'bool'
  /** Behind the names of the functions: for those that float mode `fast` has of its own. */
  readonly suffix?: string
  /**
   * No functions are made, since every parameter stands once in a body, and literals in their places are no error. Not
   * for results that are no vectors: what takes those relies on them not being constant expressions.
   */
  readonly inline?: true
  /** By the names of instructions in the text format; or of helpers, which have no dot. */
  readonly bodies: Readonly<Record<string, string>>
}

export const unary = { parameters: ['v128'], result: 'v128' } as const
export const binary = { parameters: ['v128', 'v128'], result: 'v128' } as const
export const ternary = { parameters: ['v128', 'v128', 'v128'], result: 'v128' } as const
export const shift = { parameters: ['v128', 'i32'], result: 'v128' } as const
export const predicate = { parameters: ['v128'], result: 'bool' } as const
export const mask = { parameters: ['v128'], result: 'i32' } as const

/** A vector with the same literal in all of its words. */
export function words(value: number): string {
  return `vec4u(${value >>> 0}u)`
}

/** The functions of all that are not inline. */
export function helpersOf(families: readonly VectorFunctions[]): Helpers {
  const codes = families
    .filter((family) => family.inline === undefined)
    .flatMap((family) => Object.keys(family.bodies).map((name) => functionText(name, family)))
  return helpersFrom(codes.join('\n\n'))
}

function functionText(instruction: string, family: VectorFunctions): string {
  const body = family.bodies[instruction] ?? ''
  const parameters = family.parameters.map((type, index) => `${'abc'[index]}: ${wgslType(type, 'strict')}`)
  const result = family.result === 'bool' ? 'bool' : wgslType(family.result, 'strict')
  const statements = body.includes('return') ? body : `return ${body};`
  return `fn ${functionName(instruction, family)}(${parameters.join(', ')}) -> ${result} { ${statements} }`
}

function functionName(instruction: string, { suffix = '' }: VectorFunctions): string {
  return instruction.replace('.', '_') + suffix
}

/** The instructions among the functions; an instruction with immediates is not for here. */
export function loweringsOf(families: readonly VectorFunctions[]): Lowerings {
  return Object.fromEntries(
    families.flatMap((family) =>
      Object.keys(family.bodies)
        .filter((name) => name.includes('.'))
        .map((name) => [name, loweringOf(name, family)]),
    ),
  )
}

function loweringOf(instruction: string, family: VectorFunctions): Lowering {
  const { parameters, result, inline, bodies } = family
  const name = functionName(instruction, family)
  return {
    parameters,
    result,
    lower: (operands, { call }) =>
      inline ? inlined(bodies[instruction] ?? '', operands) : call(name, ...operands),
  }
}

function inlined(body: string, operands: readonly string[]): string {
  return `(${body.replace(/\b[abc]\b/g, (name) => operands['abc'.indexOf(name)] ?? name)})`
}
