import type { Lowering, LoweringContext } from './lowering.js'

/** `i8x16.shuffle` (core specification 4.6.9). Whole words are only moved; other bytes are swizzled out of each operand. */
export const shuffle: Lowering = {
  parameters: ['v128', 'v128'],
  result: 'v128',
  lower: ([a = '', b = ''], context) => {
    const lanes = context.immediates.find((immediate) => immediate.kind === 'shuffle')?.lanes ?? []
    const numbers = Array.from(lanes)
    return movesWords(numbers) ? wordShuffle(numbers, a, b) : byteShuffle(numbers, a, b, context)
  },
}

function movesWords(lanes: readonly number[]): boolean {
  return lanes.every((lane, index) => (lane & 3) === (index & 3) && lane >> 2 === lanes[index & ~3]! >> 2)
}

function wordShuffle(lanes: readonly number[], a: string, b: string): string {
  const words = [0, 4, 8, 12].map((index) => lanes[index]! >> 2)
  const swizzle = words.map((word) => 'xyzw'[word & 3]).join('')
  const second = words.map((word) => word >= 4)
  if (second.every((chosen) => chosen === second[0])) return `${second[0] ? b : a}.${swizzle}`
  return `select(${a}.${swizzle}, ${b}.${swizzle}, vec4<bool>(${second.join(', ')}))`
}

function byteShuffle(lanes: readonly number[], a: string, b: string, { call }: LoweringContext): string {
  const chosen = (operand: string, first: number) => {
    const numbers = lanes.map((lane) => (lane ^ first) & 31)
    if (numbers.every((number) => number >= 16)) return []
    const words = [...new Uint32Array(Uint8Array.from(numbers).buffer)]
    return [call('i8x16_swizzle', operand, `vec4u(${words.map((word) => `${word}u`).join(', ')})`)]
  }
  return `(${[...chosen(a, 0), ...chosen(b, 16)].join(' | ')})`
}
