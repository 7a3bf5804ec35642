import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { compile } from '@weft/component'

const component = await compile(readFile(new URL('../build/guest.wasm', import.meta.url)))

/** What the command prints; `answer` is what becomes of its output. */
async function outputOf(names, answer = { tag: 'ok' }) {
  let output = ''
  const stdout = {
    async writeViaStream(stream) {
      for await (const bytes of stream) output += Buffer.from(bytes).toString()
      return answer
    },
  }
  const environment = { getArguments: () => ['command', ...names] }
  const { exports } = await component.instantiate({ 'wasi:cli': { stdout, environment } })
  await exports['wasi:cli/run@0.3.0'].run()
  return output
}

test('greets the world', async () => {
  assert.equal(await outputOf([]), 'Hello, world!\n')
})

test('greets those who are named', async () => {
  assert.equal(await outputOf(['Ada', 'Zoë']), 'Hello, Ada!\nHello, Zoë!\n')
})

test('fails if nothing can be written', async () => {
  await assert.rejects(outputOf([], { tag: 'err', val: 'pipe' }), { code: 'component-error' })
})
