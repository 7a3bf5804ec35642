import { expect, test, vi } from 'vitest'
import { runComponentWast } from '../../component.js'
import { ParserMissingError } from './component-parser.js'

vi.mock('@bytecodealliance/jco-transpile/wasm-tools', () => {
  throw new TypeError('Cannot find package')
})

test('without its parser, the runner says how to install it', async () => {
  const run = runComponentWast([{ name: 'a.wast', text: '(component)' }])
  await expect(run).rejects.toBeInstanceOf(ParserMissingError)
  await expect(run).rejects.toThrow(/npm install --save-dev @bytecodealliance\/jco-transpile$/)
})
