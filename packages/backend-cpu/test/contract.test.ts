import { runContract } from '@weft/backend/contract'
import { createCpuBackend } from '@weft/backend-cpu'
import { test } from 'vitest'

for (const threads of [1, 2, 4]) {
  await runContract(() => createCpuBackend({ threads }), {
    test: (name, run) => test(`${threads} threads: ${name}`, run),
    skip: (name, reason) => test.skip(`${threads} threads: ${name} (${reason})`, () => {}),
  })
}
