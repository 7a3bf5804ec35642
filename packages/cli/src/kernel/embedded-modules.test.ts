import { decodeModule, encodeModule } from '@weft/wasm-binary'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assembleText } from '../assemble-text.js'
import { embeddedModules } from './embedded-modules.js'

const text = (source: string) => assembleText('test.wat', new TextEncoder().encode(source))

/** A module with `bytes` in its second data segment. */
async function carrying(bytes: Uint8Array) {
  const module = decodeModule(
    await text('(module (memory 1) (data (i32.const 0) "abc") (data (i32.const 8) "x"))'),
  )
  const data = [module.data[0]!, { ...module.data[1]!, bytes }]
  return decodeModule(encodeModule({ ...module, data }))
}

test('finds a kernel between any other bytes', async () => {
  const kernel = await text(
    '(module (import "" "memory" (memory 1 1 shared)) (func (export "kernel") (param i32 i32 i32)))',
  )
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), fc.uint8Array(), async (before, after) => {
      const found = embeddedModules(await carrying(Uint8Array.of(...before, ...kernel, ...after)))
      expect(found.map(({ segment, offset }) => [segment, offset])).toEqual([[1, before.length]])
      expect([...found[0]!.bytes.subarray(0, kernel.length)]).toEqual([...kernel])
    }),
  )
})

test('leaves alone what is no kernel', async () => {
  const other = await text('(module (func (export "main")))')
  expect(embeddedModules(await carrying(other))).toEqual([])
  expect(embeddedModules(await carrying(other.subarray(0, 8)))).toEqual([])
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      expect(embeddedModules(await carrying(bytes))).toEqual([])
    }),
  )
})
