import { expect, test } from 'vitest'
import type { Lowering } from '../src/instructions/lowering.js'
import type { Helpers } from '../src/runtime/helper.js'
import { evaluateLowering } from './evaluate.js'
import { openDevice } from './open-device.js'

const helpers: Helpers = {
  half: {
    code: 'fn half(a: vec2u, site: u32) -> vec2u { if (odd(a.x)) { trap(site, 3u); } return a >> vec2u(1u); }',
    needs: ['odd'],
  },
  odd: { code: 'fn odd(a: u32) -> bool { return (a & 1u) == 1u; }' },
}
const half: Lowering = {
  parameters: ['i64'],
  result: 'i64',
  mayTrap: true,
  lower: (operands, { call, site }) => call('half', ...operands, site),
}
const device = await openDevice()

test('a lowering is run with its helpers, and tells results from traps', async () => {
  const output = await evaluateLowering(device, half, helpers, { mode: 'strict', name: 'half' }, [
    [4, 6],
    [5, 8],
  ])
  expect(output).toEqual({
    words: [
      [2, 3],
      [2, 4],
    ],
    traps: [undefined, 3],
  })
})

test('a trap at another site than that of the instruction is told', async () => {
  const misplaced: Lowering = { ...half, lower: ([a = ''], { call }) => call('half', a, '1u') }
  const output = await evaluateLowering(device, misplaced, helpers, { mode: 'strict', name: 'half' }, [
    [1, 0],
  ])
  expect(output.traps).toEqual([0xfe])
})

test('a shader that does not compile is shown with its line', async () => {
  const wrong: Lowering = { ...half, lower: () => '(1u + 1i)' }
  const output = evaluateLowering(device, wrong, helpers, { mode: 'strict', name: 'half' }, [[1, 0]])
  await expect(output).rejects.toThrow('let v = (1u + 1i);')
})
