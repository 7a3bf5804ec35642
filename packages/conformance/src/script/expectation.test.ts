import { describe, expect, test } from 'vitest'
import { readNodes } from '../text/s-expression.js'
import { readExpectation } from './action-text.js'
import { meets } from './expectation.js'

function judge(expected: string, type: 'i32' | 'f32' | 'f64' | 'v128', bits: bigint): boolean {
  const [node] = readNodes(expected)
  return meets({ type, bits }, (node && readExpectation(node)) ?? [])
}

describe('what meets an expectation', () => {
  test('numbers: all bits, and the type', () => {
    expect(judge('(f32.const -0)', 'f32', 0x8000_0000n)).toBe(true)
    expect(judge('(f32.const 0)', 'f32', 0x8000_0000n)).toBe(false)
    expect(judge('(f32.const 0)', 'i32', 0n)).toBe(false)
    expect(judge('(f32.const nan)', 'f32', 0x7fc0_0001n)).toBe(false)
  })

  test('canonical NaNs have either sign and no more payload', () => {
    expect(judge('(f32.const nan:canonical)', 'f32', 0xffc0_0000n)).toBe(true)
    expect(judge('(f32.const nan:canonical)', 'f32', 0x7fc0_0001n)).toBe(false)
    expect(judge('(f64.const nan:canonical)', 'f64', 0x7ff8_0000_0000_0000n)).toBe(true)
  })

  test('arithmetic NaNs are quiet ones', () => {
    expect(judge('(f32.const nan:arithmetic)', 'f32', 0xffff_ffffn)).toBe(true)
    expect(judge('(f32.const nan:arithmetic)', 'f32', 0x7fa0_0000n)).toBe(false)
    expect(judge('(f64.const nan:arithmetic)', 'f64', 0x7ff0_0000_0000_0000n)).toBe(false)
  })

  test('vectors lane by lane', () => {
    const expected = '(v128.const f32x4 1 nan:canonical nan:arithmetic -0)'
    expect(judge(expected, 'v128', 0x80000000_7fc00001_ffc00000_3f800000n)).toBe(true)
    expect(judge(expected, 'v128', 0x80000000_7fc00001_ffc00001_3f800000n)).toBe(false)
    expect(judge(expected, 'v128', 0x00000000_7fc00001_ffc00000_3f800000n)).toBe(false)
  })

  test('any of several', () => {
    const expected = '(either (i32.const 1) (i32.const 2))'
    expect([1n, 2n, 3n].map((bits) => judge(expected, 'i32', bits))).toEqual([true, true, false])
  })
})
