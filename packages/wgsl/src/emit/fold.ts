import type { Value } from './value.js'

/** The result of an i32 operation on constants: WGSL rejects many of them where they stand as literals. */
export function foldI32(name: string, operands: readonly Value[]): number | undefined {
  const [left, right] = operands.map(({ constant }) => constant)
  if (left === undefined) return undefined
  if (name === 'i32.eqz') return left === 0 ? 1 : 0
  return right === undefined || operands[0]!.type !== 'i32' ? undefined : foldBinary(name, left, right)
}

function foldBinary(name: string, left: number, right: number): number | undefined {
  switch (name) {
    case 'i32.add':
      return (left + right) >>> 0
    case 'i32.sub':
      return (left - right) >>> 0
    case 'i32.mul':
      return Math.imul(left, right) >>> 0
    case 'i32.and':
      return (left & right) >>> 0
    case 'i32.or':
      return (left | right) >>> 0
    case 'i32.xor':
      return (left ^ right) >>> 0
    case 'i32.shl':
      return (left << (right & 31)) >>> 0
    case 'i32.shr_u':
      return left >>> (right & 31)
    case 'i32.shr_s':
      return ((left | 0) >> (right & 31)) >>> 0
    default:
      return undefined
  }
}
