import { runContract } from '@weft/backend/contract'
import { test } from 'vitest'
import { createWorkerBackend } from '../dist/index.js'

await runContract(createWorkerBackend, {
  test: (name, run) => test(name, run),
  skip: (name, reason) => test.skip(`${name} (${reason})`, () => {}),
})
