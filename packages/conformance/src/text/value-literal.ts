import type { LanePattern, Pattern } from '../script/expectation.js'
import { isLaneShape, isNumericType, joinLanes, laneShapes, type Value } from '../values.js'
import { floatBits } from './float-literal.js'
import { integerBits } from './integer-literal.js'
import { floatFormats } from './round-to-float.js'
import type { Node } from './s-expression.js'

type Lane = (typeof laneShapes)[keyof typeof laneShapes]['lane']

const widths = { i8: 8, i16: 16, i32: 32, i64: 64, f32: 32, f64: 64 } as const satisfies Record<Lane, number>

/** Reads `(i32.const 1)`, `(v128.const i32x4 1 2 3 4)`, NaN patterns included; undefined for anything else. */
export function readPattern(node: Node): Pattern | undefined {
  const [operator, ...words] = node.kind === 'list' ? node.items.map(atomText) : []
  const type = /^(\w+)\.const$/.exec(operator ?? '')?.[1] ?? ''
  if (!isNumericType(type)) return undefined
  if (type !== 'v128') return words.length === 1 ? pattern(type, type, words) : undefined
  const [shape = '', ...lanes] = words
  if (!isLaneShape(shape) || lanes.length !== laneShapes[shape].count) return undefined
  return pattern(type, laneShapes[shape].lane, lanes)
}

/** The value that a pattern without NaN kinds states. */
export function exactValue({ type, widthBits, lanes }: Pattern): Value | undefined {
  const bits = lanes.map((lane) => (lane.kind === 'bits' ? lane.bits : undefined))
  return bits.every((lane) => lane !== undefined) ? { type, bits: joinLanes(bits, widthBits) } : undefined
}

function pattern(type: Value['type'], lane: Lane, words: readonly string[]): Pattern | undefined {
  const lanes = words.map((word) => readLane(word, lane))
  if (!lanes.every((found) => found !== undefined)) return undefined
  return { type, widthBits: widths[lane], float: lane === 'f32' || lane === 'f64', lanes }
}

function readLane(word: string, lane: Lane): LanePattern | undefined {
  const float = lane === 'f32' || lane === 'f64'
  if (float && (word === 'nan:canonical' || word === 'nan:arithmetic')) return { kind: word }
  const bits = float ? floatBits(word, floatFormats[lane]) : integerBits(word, widths[lane])
  return bits === undefined ? undefined : { kind: 'bits', bits }
}

function atomText(node: Node): string {
  return node.kind === 'atom' ? node.text : ''
}
