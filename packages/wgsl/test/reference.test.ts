import { expect, test } from 'vitest'
import { trapCode } from '../src/trap-codes.js'
import { referenceOf } from './reference.js'

test('instructions run as WebAssembly, one result for each tuple', () => {
  const add = { name: 'i64.add', parameters: ['i64', 'i64'], result: 'i64' } as const
  expect(referenceOf(add, Uint32Array.of(0xffffffff, 1, 1, 0, 5, 6, 7, 8))).toEqual({
    words: [
      [0, 2],
      [12, 14],
    ],
    traps: [undefined, undefined],
  })
})

test('traps are told by their code', () => {
  const divide = { name: 'i32.div_s', parameters: ['i32', 'i32'], result: 'i32' } as const
  expect(referenceOf(divide, Uint32Array.of(7, 0, 7, 2, 0x80000000, 0xffffffff))).toEqual({
    words: [[0], [3], [0]],
    traps: [trapCode('integer divide by zero'), undefined, trapCode('integer overflow')],
  })
})

test('immediates and vectors are passed on', () => {
  const lane = {
    name: 'i32x4.replace_lane',
    immediates: [{ kind: 'lane', lane: 2 }],
    parameters: ['v128', 'i32'],
    result: 'v128',
  } as const
  expect(referenceOf(lane, Uint32Array.of(1, 2, 3, 4, 5)).words).toEqual([[1, 2, 5, 4]])
})
