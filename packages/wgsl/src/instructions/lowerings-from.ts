import { type ValueType, wgslType } from '../value-type.js'
import type { Lowering, LoweringContext, Lowerings } from './lowering.js'

/**
 * Instructions of one signature, each as a pattern: WGSL with `a` and `b` for the operands, `n` for the second one as a
 * number of places to shift by, and `site` in calls that can trap. Names that begin with a type are those of helpers.
 */
export function loweringsFrom(
  parameters: readonly ValueType[],
  result: Lowering['result'],
  patterns: Readonly<Record<string, string>>,
): Lowerings {
  const entries = Object.entries(patterns)
  return Object.fromEntries(
    entries.map(([name, pattern]) => [name, loweringFrom(parameters, result, pattern)]),
  )
}

const parts = /\b([if](?:32|64)_\w+)\(((?:[^()]|\([^()]*\))*)\)|\b(?:a|b|n|site)\b/g
const onlyCall = /^[if](?:32|64)_/

function loweringFrom(
  parameters: readonly ValueType[],
  result: Lowering['result'],
  pattern: string,
): Lowering {
  const lower: Lowering['lower'] = (operands, context) => {
    const safe = onlyCall.test(pattern) ? operands : safeOperands(operands, parameters, context)
    return filled(pattern, safe, context)
  }
  return pattern.includes('site')
    ? { parameters, result, lower, mayTrap: true }
    : { parameters, result, lower }
}

function filled(pattern: string, operands: readonly string[], context: LoweringContext): string {
  const [a = '', b = ''] = operands
  const names: Readonly<Record<string, string>> = { a, b, n: places(b), site: context.site }
  return pattern.replace(parts, (part, helper?: string, inner = '') => {
    if (helper === undefined) return names[part] ?? part
    return context.call(helper, ...inner.split(', ').map((text: string) => filled(text, operands, context)))
  })
}

/**
 * In constant expressions WGSL makes errors of overflows, divisions by zero, NaNs and more. So none is ever made: of
 * operands that are all literals, the first goes through a function.
 */
function safeOperands(
  operands: readonly string[],
  parameters: readonly ValueType[],
  { mode, call }: LoweringContext,
): readonly string[] {
  const [first, ...others] = operands
  const [type] = parameters
  if (first === undefined || type === undefined || !operands.every(isLiteral)) return operands
  const helpers: Readonly<Record<string, string>> = {
    u32: 'i32_opaque',
    vec2u: 'i64_opaque',
    f32: 'f32_opaque',
  }
  return [call(helpers[wgslType(type, mode)] ?? '', first), ...others]
}

const word = String.raw`(?:0x[\da-f]+|\d+)u`
const wordOnly = new RegExp(`^${word}$`)
const literal = new RegExp(
  String.raw`^(?:${word}|vec2u\(${word}, ${word}\)|\(?-?[\d.]+(?:e[-+]?\d+)?f\)?|(?:u32|f32|vec2u)\(\))$`,
)

function isLiteral(text: string): boolean {
  return literal.test(text)
}

/** The value of an i32 literal; undefined for any other expression. */
export function literalValue(text: string): number | undefined {
  return wordOnly.test(text) ? Number(text.slice(0, -1)) : undefined
}

/** In WGSL a shift is modulo 32, but by a literal above 31 an error. */
function places(amount: string): string {
  const value = literalValue(amount)
  return value === undefined ? amount : `${value & 31}u`
}
