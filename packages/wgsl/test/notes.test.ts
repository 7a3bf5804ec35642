import { readKernel } from '@weft/wasm-binary'
import { expect, test } from 'vitest'
import { compileKernel } from '../src/compile-kernel.js'
import { programs } from './programs.js'
import { assemble } from './run-kernel.js'

async function compiled(name: string) {
  return compileKernel(readKernel(await assemble(programs[name]!)))
}

test('says how much stack an iteration has', async () => {
  const { notes, stackBytes } = await compiled('a shadow stack')
  // 16 bytes in $reversed, and 32 below them in $leaf.
  expect(stackBytes).toBe(48)
  expect(notes).toContain('each iteration has 48 bytes of stack')
})

test('says which accesses are slow', async () => {
  expect((await compiled('wide accesses')).notes).toEqual([
    '2 of 4 memory accesses may be at addresses that are no multiple of 4: they are slower',
    'something narrower than a word, unaligned or atomic is written: all memory is accessed atomically',
  ])
})

test('sends accesses through chosen pointers to any buffer', async () => {
  expect((await compiled('selecting')).notes).toEqual([])
})
