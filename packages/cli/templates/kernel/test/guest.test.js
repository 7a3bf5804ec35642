import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { createCpuBackend } from '@weft/backend-cpu'
import { createParallel } from '@weft/parallel'

const parallel = await createParallel({ backends: [createCpuBackend()] })
const guest = await parallel.instantiate(await readFile(new URL('../build/guest.wasm', import.meta.url)))

after(() => parallel[Symbol.asyncDispose]())

test('sums squares on every core', async () => {
  assert.equal(await guest.call('sumOfSquares', 10), 285)
  assert.equal(await guest.call('sumOfSquares', 1000), 332_833_500)
})
