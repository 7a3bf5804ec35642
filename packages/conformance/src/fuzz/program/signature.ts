import type { NumericType } from '@weft/wasm-binary'

/** What a function or an instruction takes and leaves. */
export interface Signature {
  readonly parameters: readonly NumericType[]
  readonly results: readonly NumericType[]
}

export const valueTypes: readonly NumericType[] = ['i32', 'i64', 'f32', 'f64', 'v128']

const comparison = /^(eq|ne|[lg][te]|[lg][te]_[su])$/
const scalarUnary = /^(clz|ctz|popcnt|extend\d+_s|abs|neg|ceil|floor|trunc|nearest|sqrt)$/
const conversion = /_(i32|i64|f32|f64)(_[su])?$/
const vectorUnary =
  /^(abs|neg|sqrt|ceil|floor|trunc|nearest|popcnt|not|(extend|extadd|trunc_sat|convert|demote|promote)_.*)$/

/** The signature of a numeric or vector instruction without memory access, from its name. */
export function signatureOf(name: string): Signature {
  const [prefix, operation] = name.split('.') as [string, string]
  return valueTypes.includes(prefix as NumericType) && prefix !== 'v128'
    ? scalarSignature(prefix as NumericType, operation)
    : vectorSignature(prefix, operation)
}

function scalarSignature(type: NumericType, operation: string): Signature {
  const source = conversion.exec(operation)
  if (source !== null) return { parameters: [source[1] as NumericType], results: [type] }
  if (operation === 'eqz') return { parameters: [type], results: ['i32'] }
  if (comparison.test(operation)) return { parameters: [type, type], results: ['i32'] }
  if (scalarUnary.test(operation)) return { parameters: [type], results: [type] }
  return { parameters: [type, type], results: [type] }
}

function vectorSignature(shape: string, operation: string): Signature {
  const lane = laneType(shape)
  if (operation === 'splat') return { parameters: [lane], results: ['v128'] }
  if (operation.startsWith('extract_lane')) return { parameters: ['v128'], results: [lane] }
  if (operation === 'replace_lane') return { parameters: ['v128', lane], results: ['v128'] }
  if (/^(any_true|all_true|bitmask)$/.test(operation)) return { parameters: ['v128'], results: ['i32'] }
  if (/^sh[lr]/.test(operation) && operation !== 'shuffle')
    return { parameters: ['v128', 'i32'], results: ['v128'] }
  if (operation === 'bitselect') return { parameters: ['v128', 'v128', 'v128'], results: ['v128'] }
  if (vectorUnary.test(operation)) return { parameters: ['v128'], results: ['v128'] }
  return { parameters: ['v128', 'v128'], results: ['v128'] }
}

/** The type that one lane of a shape such as `i16x8` has as a value. */
function laneType(shape: string): NumericType {
  const type = shape.split('x')[0]!
  return type === 'i8' || type === 'i16' ? 'i32' : (type as NumericType)
}

/** How many lanes the shape at the start of a name has. */
export function laneCount(name: string): number {
  return Number(/x(\d+)\./.exec(name)?.[1] ?? 1)
}
