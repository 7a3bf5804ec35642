import { LinkError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { type Imports, Store } from '../../src/index.js'
import { compileText } from '../support/parse.js'
import { things } from '../support/texts.js'

async function refusal(text: string, imports: Imports, store = new Store()): Promise<LinkError> {
  const component = await compileText(text)
  const error: unknown = await component.instantiate(imports, { store }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(LinkError)
  return error as LinkError
}

describe('an instance that is imported', () => {
  it.each([
    ['a function', function f() {}, 'the function f'],
    ['a class', class I {}, 'the function I'],
    ['text', 'i', 'string i'],
    [
      'a core module',
      new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
      'a core module',
    ],
  ])('is not %s', async (_name, i, given) => {
    const error = await refusal('(component (import "i" (instance)))', { i })
    expect(error).toMatchObject({ path: 'i', wanted: 'an instance', given })
  })

  it.each([
    '(instance)',
    '(instance (export "j" (instance)) (export "k" (instance (export "l" (instance)))))',
    '(instance (type $r (record (field "x" u8))) (export "r" (type (eq $r))))',
  ])('needs not be given where nothing is asked of it: %s', async (type) => {
    const component = await compileText(`(component (import "i" ${type}))`)
    for (const imports of [{}, { i: {} }, { i: { j: undefined } }])
      await expect(component.instantiate(imports)).resolves.toHaveProperty('exports')
  })

  it('can be used where it was not given', async () => {
    const text = `(component
      (import "i" (instance $i (export "j" (instance))))
      (export "j" (instance $i "j")))`
    for (const imports of [{}, { i: {} }, await instanceOf('(component)')] as Imports[])
      expect((await (await compileText(text)).instantiate(imports)).exports).toEqual({ j: {} })
  })

  it('may be without empty instances where a component exports it', async () => {
    const store = new Store()
    const provider = await (await compileText(things)).instantiate({}, { store })
    const api = provider.exports['test:things/api@1.0.0']
    const wanting = (type: string) => `(component (import "i" (instance
      (export "dropped" (func (result u32))) (export "missing" (instance ${type})))))`
    await (await compileText(wanting(''))).instantiate({ i: api }, { store })
    const error = await refusal(wanting('(export "f" (func))'), { i: api }, store)
    expect(error).toMatchObject({ path: 'i#missing', wanted: 'an instance', given: 'nothing' })
  })

  it('is told as missing by its own name where something is asked of it', async () => {
    const text = '(component (import "i" (instance (export "j" (instance (export "f" (func)))))))'
    expect(await refusal(text, {})).toMatchObject({ path: 'i', wanted: 'an instance', given: 'nothing' })
    expect(await refusal(text, { i: {} })).toMatchObject({ path: 'i#j', given: 'nothing' })
    expect(await refusal(text, { i: { j: {} } })).toMatchObject({ path: 'i#j#f', given: 'undefined' })
  })
})

async function instanceOf(text: string): Promise<Imports> {
  return { i: await (await compileText(text)).instantiate() }
}

describe('a resource that is imported', () => {
  const resource = '(component (import "host" (instance (export "the-thing" (type (sub resource))))))'

  it.each([
    [{ theThing: () => 3 }, 'the function theThing'],
    [{ theThing: {} }, 'an object'],
    [{ TheThing: () => 3 }, 'the function TheThing'],
    [{}, 'undefined'],
  ])('is a class: %o', async (host, given) => {
    const error = await refusal(resource, { host })
    expect(error).toMatchObject({ path: 'host#the-thing', wanted: 'a class TheThing', given })
  })

  const same = `(component
    (import "a" (instance $a (export "thing" (type (sub resource)))))
    (alias export $a "thing" (type $thing))
    (import "b" (instance (export "thing" (type (eq $thing))))))`

  it('is the same class where the types are', async () => {
    const component = await compileText(same)
    class Thing {}
    for (const b of [{}, { Thing }, undefined])
      await expect(component.instantiate({ a: { Thing }, b })).resolves.toHaveProperty('exports')
    const imports = { a: { Thing }, b: { Thing: class Thing {} } }
    const mismatch = { path: 'b#thing', wanted: 'the same type', given: 'another type' }
    expect(await refusal(same, imports)).toMatchObject(mismatch)
    const noClass = { path: 'b#thing', given: 'the function thing' }
    expect(await refusal(same, { a: { Thing }, b: { thing: () => 3 } })).toMatchObject(noClass)
  })

  it('is that of the same instance of a component where the types are the same', async () => {
    const store = new Store()
    const provider = await compileText(things)
    const [a, b] = await Promise.all(
      [1, 2].map(async () => {
        const { exports } = await provider.instantiate({}, { store })
        return exports['test:things/api@1.0.0'] as Record<string, unknown>
      }),
    )
    const component = await compileText(same)
    for (const given of [a, { ...a }])
      await expect(component.instantiate({ a, b: given }, { store })).resolves.toHaveProperty('exports')
    for (const given of [b, { ...b }, { Thing: class {} }])
      expect(await refusal(same, { a, b: given }, store)).toMatchObject({
        path: 'b#thing',
        wanted: 'the same type',
      })
  })
})

it('does not expand lists of a fixed length', async () => {
  const list = '(list u8 134217728)'
  const text = `(component
    (type $l ${list})
    (import "f" (func $f (param "l" $l) (result $l)))
    (import "i" (instance (export "g" (func (param "l" (list ${list} 1000))))))
    (core module $m (memory (export "m") 1) (func (export "r") (param i32 i32 i32 i32) (result i32) unreachable))
    (core instance $i (instantiate $m))
    (alias core export $i "m" (core memory $memory))
    (alias core export $i "r" (core func $realloc))
    (core func (canon lower (func $f) (memory $memory) (realloc $realloc)))
    (export "h" (func $f)))`
  const component = await compileText(text)
  expect(component.imports).toHaveLength(2)
  const instance = await component.instantiate({ f: () => 0, i: { g: () => 0 } })
  expect(instance.functionType('h').params[0]?.type).toMatchObject({ kind: 'list', length: 134217728 })
})
