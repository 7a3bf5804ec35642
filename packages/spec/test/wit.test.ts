import { readFileSync } from 'node:fs'
import { componentEmbed, print } from '@bytecodealliance/jco-transpile/wasm-tools'
import { describe, expect, it } from 'vitest'
import { bufferAccesses, deviceKinds, errnos } from '../src/index.js'

const wit = readFileSync(new URL('../wit/parallel.wit', import.meta.url), 'utf8')
const emptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)

const parse = (witSource: string) => componentEmbed({ witSource, binary: emptyModule, world: 'imports' })

/** The encoded world as text: the contents of the custom section, which is a component. */
async function encodedWorld(): Promise<string> {
  const embedded = await parse(wit)
  const start = embedded.findIndex(
    (_, at) => at > 0 && embedded.subarray(at, at + 8).join() === '0,97,115,109,13,0,1,0',
  )
  return print(embedded.subarray(start))
}

const kebab = (names: readonly string[]) => names.map((name) => `"${name.replaceAll('_', '-')}"`).join(' ')

describe('parallel.wit', () => {
  it('parses, and a broken text does not', async () => {
    await expect(parse(wit)).resolves.toBeInstanceOf(Uint8Array)
    await expect(parse(wit.replace('borrow<buffer>', 'borrow<nothing>'))).rejects.toThrow('nothing')
  })

  it('has the cases of the core interface in the same order', async () => {
    const text = await encodedWorld()
    const enums = [...text.matchAll(/\(enum ([^)]*)\)/g)].map((match) => match[1])
    expect(enums).toEqual([kebab(deviceKinds), kebab(bufferAccesses), kebab(errnos.slice(1))])
  })

  it('has the functions of the core interface', async () => {
    const text = await encodedWorld()
    const functions = [...text.matchAll(/\(export[^"]*"([^"]*)" \(func/g)].map((match) => match[1])
    expect(functions.sort()).toEqual([
      '[method]buffer.read',
      '[method]buffer.write',
      '[method]device.create-buffer',
      '[method]device.parallel-exec',
      'get-device',
    ])
    expect(text).toContain('"wasi:parallel/parallel@0.1.0"')
  })
})
