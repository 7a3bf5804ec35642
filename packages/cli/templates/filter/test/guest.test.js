import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { compile } from '@weft/component'

const component = await compile(readFile(new URL('../build/guest.wasm', import.meta.url)))

async function upper(...texts) {
  const { exports } = await component.instantiate()
  let output = ''
  for await (const bytes of await exports.upper(texts.map((text) => Buffer.from(text)))) {
    output += Buffer.from(bytes).toString('latin1')
  }
  return output
}

test('letters become capitals', async () => {
  assert.equal(await upper('Hello, ', 'world 1!'), 'HELLO, WORLD 1!')
})

test('of nothing comes nothing', async () => {
  assert.equal(await upper(), '')
})

test('a stream may be longer than a chunk', async () => {
  assert.equal(await upper('ab'.repeat(10_000)), 'AB'.repeat(10_000))
})
