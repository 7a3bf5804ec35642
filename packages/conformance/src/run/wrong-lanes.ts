import { type Expectation, meetsLane, quietNanBits } from '../script/expectation.js'
import { floatFormats, infinityBits, signBit } from '../text/round-to-float.js'
import { splitLanes, type Value } from '../values.js'

/** A lane of a result that is not what it should be. */
export interface WrongLane {
  /** Which result, and which of its lanes. */
  readonly result: number
  readonly lane: number
  readonly lanes: number
  readonly widthBits: number
  readonly float: boolean
  readonly wanted: bigint
  readonly got: bigint
}

/** The lanes that do not meet the expectation; undefined where results are missing or of another type. */
export function wrongLanes(
  expected: readonly Expectation[],
  actual: readonly Value[],
): readonly WrongLane[] | undefined {
  const wrong: WrongLane[] = []
  if (expected.length !== actual.length) return undefined
  for (const [result, value] of actual.entries()) {
    const pattern = expected[result]?.find((each) => each.type !== 'reference')
    if (pattern?.type !== value.type) return undefined
    const lanes = pattern.lanes.length
    const { widthBits, float } = pattern
    for (const [lane, got] of splitLanes(value.bits, widthBits, lanes).entries()) {
      const wanted = pattern.lanes[lane]
      if (wanted === undefined || meetsLane(got, wanted, widthBits)) continue
      const bits = wanted.kind === 'bits' ? wanted.bits : quietNanBits(formatOf(widthBits))
      wrong.push({ result, lane, lanes, widthBits, float, wanted: bits, got })
    }
  }
  return wrong
}

function formatOf(widthBits: number) {
  return widthBits === 32 ? floatFormats.f32 : floatFormats.f64
}

/** True if the lane is a NaN, and was to be one. */
export function isNan({ wanted, got, widthBits, float }: WrongLane): boolean {
  return float && isNanBits(wanted, widthBits) && isNanBits(got, widthBits)
}

function isNanBits(bits: bigint, widthBits: number): boolean {
  const format = formatOf(widthBits)
  return (bits & ~signBit(format)) > infinityBits(format)
}

/** True if these results have in the lane what was got: zeros and NaNs need not have the same sign or payload. */
export function isLane(results: readonly Value[], lane: WrongLane): boolean {
  const value = results[lane.result]
  if (value === undefined) return false
  const bits = splitLanes(value.bits, lane.widthBits, lane.lanes)[lane.lane] ?? 0n
  if (bits === lane.got) return true
  if (!lane.float || bits === lane.wanted) return false
  return (
    isNan({ ...lane, wanted: bits }) || (isZero(bits, lane.widthBits) && isZero(lane.got, lane.widthBits))
  )
}

function isZero(bits: bigint, widthBits: number): boolean {
  return (bits & ~signBit(formatOf(widthBits))) === 0n
}

/** How many 32-bit floats lie between the lane's values; undefined for infinities, NaNs, and other lanes. */
export function unitsApart({ wanted, got, widthBits, float }: WrongLane): bigint | undefined {
  if (!float || widthBits !== 32 || [wanted, got].some(isInfiniteOrNan)) return undefined
  const distance = position(wanted) - position(got)
  return distance < 0n ? -distance : distance
}

function isInfiniteOrNan(bits: bigint): boolean {
  return (bits & ~signBit(floatFormats.f32)) >= infinityBits(floatFormats.f32)
}

/** Floats as integers in the same order. */
function position(bits: bigint): bigint {
  const magnitude = bits & ~signBit(floatFormats.f32)
  return magnitude === bits ? magnitude : -magnitude
}
