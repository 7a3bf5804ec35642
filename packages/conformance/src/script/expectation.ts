import { type FloatFormat, floatFormats, infinityBits, signBit } from '../text/round-to-float.js'
import { splitLanes, type Value } from '../values.js'

/** What one lane of a result must be: these bits, or a NaN of the kind the specification's test suite names. */
export type LanePattern =
  | { readonly kind: 'bits'; readonly bits: bigint }
  | { readonly kind: 'nan:canonical' | 'nan:arithmetic' }

/** What a result must be. Scalars have one lane. */
export interface Pattern {
  readonly type: Value['type']
  readonly widthBits: number
  /** The lanes are floats. */
  readonly float: boolean
  readonly lanes: readonly LanePattern[]
}

/** A result that is no number: a reference. */
interface OtherPattern {
  readonly type: 'reference'
}

/** Any of these. */
export type Expectation = readonly (Pattern | OtherPattern)[]

/** True if every bit that the expectation states is right. */
export function meets(actual: Value, expectation: Expectation): boolean {
  return expectation.some((pattern) => pattern.type === actual.type && meetsPattern(actual, pattern))
}

function meetsPattern(actual: Value, pattern: Pattern): boolean {
  const lanes = splitLanes(actual.bits, pattern.widthBits, pattern.lanes.length)
  return pattern.lanes.every((lane, index) => meetsLane(lanes[index] ?? 0n, lane, pattern.widthBits))
}

/** True if one lane is what it must be. */
export function meetsLane(bits: bigint, pattern: LanePattern, widthBits: number): boolean {
  if (pattern.kind === 'bits') return bits === pattern.bits
  const format = widthBits === 32 ? floatFormats.f32 : floatFormats.f64
  const quiet = quietNanBits(format)
  if (pattern.kind === 'nan:canonical') return (bits & ~signBit(format)) === quiet
  return (bits & quiet) === quiet
}

/** The bits that all arithmetic NaNs have: core specification 2.2.3. */
export function quietNanBits(format: FloatFormat): bigint {
  return infinityBits(format) | (1n << BigInt(format.fractionBits - 1))
}
