import { runContract } from '@weft/backend/contract'
import { createCpuBackend } from '@weft/backend-cpu'
import { describe, test } from 'vitest'

describe.each([1, 2, 4])('the contract with %i threads', (threads) => {
  runContract(() => createCpuBackend({ threads }), {
    test: (name, run) => test(name, run, 60_000),
    skip: (name, reason) => test.skip(`${name}: ${reason}`, () => {}),
  })
})
