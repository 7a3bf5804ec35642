import { print } from '@bytecodealliance/jco-transpile/wasm-tools'
import { expect, test } from 'vitest'
import { exampleNamed } from './example-named.js'

const blocks =
  /canon (waitable-set\.wait|thread\.yield|subtask\.cancel \d*\)|stream\.read [^\n]*\(memory \d\)\))/

// Hosts give every call of a component that may block a stack of its own, at ten times the price.
test.each([
  ['upper-proxy', 'guest'],
  ['filter', 'async'],
])('%s, whose exports are async functions, imports nothing that blocks', async (name, file) => {
  expect(await print(await exampleNamed(name, file))).not.toMatch(blocks)
})

test('one that blocks imports what it blocks with', async () => {
  expect(await print(await exampleNamed('filter', 'blocking'))).toMatch(blocks)
})
