import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { buildGuest } from '../src/index.js'
import { runGuest } from './fake-host.js'

const guestPath = (name: string) => fileURLToPath(new URL(`./assembly/${name}.ts`, import.meta.url))

test('an array-style kernel runs over buffers of the guest', async () => {
  const { wasm, warnings } = await buildGuest({ entry: guestPath('nstream') })
  expect(warnings).toEqual([])
  const guest = await runGuest(wasm)
  expect(guest.call('run', 100)).toBe(800)
})
