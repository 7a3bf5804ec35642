import { trapCauses } from '@weft/core'
import { type CompiledKernel, compileKernel } from '@weft/wgsl'
import { expect, test } from 'vitest'
import { kernel } from '../test/support/kernels.js'
import { clearedTraps, trapErrorOf } from './traps.js'

const site = { functionIndex: 0, sourceFunctionIndex: 7, functionName: 'f', offset: 0x99 }
const compiled: CompiledKernel = {
  ...compileKernel(kernel('', { buffers: 0 })),
  traps: [site, { ...site, offset: 0x11 }, { ...site, offset: 0x22 }],
}
const divide = trapCauses.indexOf('integer divide by zero')
const fuelCode = 15

function traps(
  ...entries: readonly (readonly [cause: number, iteration: number, place: number])[]
): Uint32Array {
  const words = clearedTraps.slice()
  for (const [cause, iteration, place] of entries) {
    words[cause] = iteration
    words[16 + cause] = place
  }
  return words
}

const placeOf = (iteration: number, number: number) => ((iteration & 0xffff) << 16) | number

test('no trap, no error', () => {
  expect(trapErrorOf(clearedTraps, compiled, undefined)).toBeUndefined()
})

test('the lowest iteration of all causes, with its place', () => {
  const words = traps(
    [divide, 70_000, placeOf(70_000, 1)],
    [1, 70_001, placeOf(70_001, 0)],
    [fuelCode, 80_000, 0],
  )
  expect(trapErrorOf(words, compiled, undefined)).toMatchObject({
    code: 'kernel-trap',
    iteration: 70_000,
    trap: 'integer divide by zero',
    functionIndex: 7,
    functionName: 'f',
    offset: 0x11,
  })
})

test('the place of another iteration is not taken', () => {
  const error = trapErrorOf(traps([divide, 5, placeOf(6, 1)]), compiled, undefined)
  expect(error).toMatchObject({ iteration: 5, functionName: undefined, offset: undefined })
})

test('where only one place can trap, it is that one', () => {
  const single = { ...compiled, traps: [site, { ...site, offset: 0x11 }] }
  expect(trapErrorOf(traps([2, 5, 0xffff_ffff]), single, undefined)).toMatchObject({
    iteration: 5,
    offset: 0x11,
  })
})

test('out of fuel is a limit, and says which', () => {
  const words = traps([fuelCode, 3, placeOf(3, 0)], [divide, 4, 0])
  const error = trapErrorOf(words, compiled, 1000)
  expect(error).toMatchObject({ code: 'limit-exceeded' })
  expect(error?.message).toContain('iteration 3 took more than 1000 turns of a loop in function $f')
})
