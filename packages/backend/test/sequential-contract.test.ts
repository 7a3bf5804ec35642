import { test } from 'vitest'
import { runContract } from '../src/contract/index.js'
import { createSequentialBackend } from '../src/index.js'

await runContract(createSequentialBackend, {
  test: (name, run) => test(name, run),
  skip: (name, reason) => test.skip(`${name} (${reason})`, () => {}),
})
