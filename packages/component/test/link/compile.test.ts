import { BinaryError, LimitError, ValidationError } from '@weft/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Component, compile } from '../../src/index.js'
import { bytesOf } from '../support/parse.js'
import { counter } from '../support/texts.js'

async function counts(component: Component): Promise<unknown> {
  const instance = await component.instantiate()
  return instance.invoke('test:math/counter@0.3.0#add-up', [5])
}

/** A component in a component, with modules on both levels. */
const nested = `(component
  ${counter().replace('(component', '(component $inner')}
  (core module (func (export "unused")))
  (instance $i (instantiate $inner))
  (alias export $i "test:math/counter@0.3.0" (instance $api))
  (export "test:math/counter@0.3.0" (instance $api)))`

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.slice(offset, offset + size)
}

afterEach(() => vi.restoreAllMocks())

describe('compile', () => {
  it('takes buffers, views, responses, streams and chunks, and promises of them', async () => {
    const bytes = await bytesOf(nested)
    const padded = new Uint8Array(bytes.length + 20)
    padded.set(bytes, 10)
    const sources = [
      bytes.buffer,
      padded.subarray(10, 10 + bytes.length),
      new DataView(padded.buffer, 10, bytes.length),
      new Response(bytes),
      Promise.resolve(new Response(bytes)),
      new Blob([bytes]).stream(),
      [bytes.subarray(0, 30), bytes.subarray(30)],
      chunks(bytes, 1),
      chunks(bytes, 7),
    ]
    for (const source of sources) expect(await counts(await compile(source))).toBe(5)
  })

  it('compiles modules while later bytes are still to come', async () => {
    const bytes = await bytesOf(nested)
    const compileModule = vi.spyOn(WebAssembly, 'compile')
    const begun: number[] = []
    async function* source() {
      for (const byte of bytes) {
        begun.push(compileModule.mock.calls.length)
        yield Uint8Array.of(byte)
      }
    }
    expect(await counts(await compile(source()))).toBe(5)
    expect(new Set(begun)).toEqual(new Set([0, 1, 2]))
    expect(compileModule).toHaveBeenCalledTimes(2)
  })

  it('says that a core module is none', async () => {
    const module = await bytesOf('(module (func (export "f")))')
    await expect(compile(module)).rejects.toThrow(/core module, not a component/)
    await expect(compile(chunks(module, 3))).rejects.toThrow(BinaryError)
  })

  it('rejects what is no source', async () => {
    for (const source of [undefined, 'text', 7, {}, [7]])
      await expect(compile(source as never)).rejects.toThrow(TypeError)
    await expect(compile(new Response('no', { status: 404 }))).rejects.toThrow(/404/)
  })

  it('rejects what a source throws', async () => {
    const bytes = await bytesOf(nested)
    async function* broken() {
      yield bytes.subarray(0, 50)
      throw new RangeError('the line is cut')
    }
    await expect(compile(broken())).rejects.toThrow('the line is cut')
  })

  it('names the section and offset of a module that the engine refuses', async () => {
    const bytes = await bytesOf(counter())
    const body = bytes.findLastIndex((byte, index) => byte === 0x6a && bytes[index + 1] === 0x24)
    bytes[body] = 0xff
    const error = await compile(bytes).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(BinaryError)
    expect(error).toMatchObject({ section: 'core module section' })
  })

  it('ends an endless stream at its limit', async () => {
    async function* endless() {
      for (;;) yield new Uint8Array(1000)
    }
    await expect(compile(endless(), { limits: { maximumComponentBytes: 100_000 } })).rejects.toThrow(
      LimitError,
    )
  })

  it('calls the validator with the decoded component', async () => {
    const bytes = await bytesOf(counter())
    const validate = vi.fn()
    await compile(bytes, { validate })
    expect(validate).toHaveBeenCalledWith(expect.objectContaining({ definitions: expect.any(Array) }))
    const refuse = () => {
      throw new ValidationError('not this one')
    }
    await expect(compile(bytes, { validate: refuse })).rejects.toThrow('not this one')
  })
})
