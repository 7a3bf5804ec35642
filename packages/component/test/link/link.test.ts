import { LinkError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { chain, link } from '../../src/index.js'
import { compileText } from '../support/parse.js'
import { counter, things, thingUser, twice } from '../support/texts.js'

const names = (externs: readonly { readonly name: string }[]) => externs.map(({ name }) => name)

/** Hands `test:pipe/step` on, with one more added: each of a chain calls the next. */
const step = `(component
  (import "test:pipe/step@0.1.0" (instance $next (export "run" (func (param "n" u32) (result u32)))))
  (core func $next (canon lower (func $next "run")))
  (core module $m
    (import "" "next" (func $next (param i32) (result i32)))
    (func (export "run") (param i32) (result i32) (i32.add (call $next (local.get 0)) (i32.const 1))))
  (core instance $i (instantiate $m (with "" (instance (export "next" (func $next))))))
  (func $run (param "n" u32) (result u32) (canon lift (core func $i "run")))
  (instance $api (export "run" (func $run)))
  (export "test:pipe/step@0.1.0" (instance $api)))`

describe('link', () => {
  it('plugs exports into imports of a compatible version', async () => {
    const composition = link({
      plug: await compileText(counter('0.3.5')),
      socket: await compileText(twice('0.3.0')),
    })
    expect(names(composition.imports)).toEqual([])
    expect(names(composition.exports)).toEqual(['add-twice'])
    const instance = await composition.instantiate()
    expect(await instance.invoke('add-twice', [4])).toBe(8)
    expect(await (await composition.instantiate()).invoke('add-twice', [1])).toBe(2)
  })

  it.each([
    ['nothing', undefined, 'undefined'],
    ['bytes', new Uint8Array(8), 'an instance of Uint8Array'],
    ['a component that is not there yet', Promise.resolve(), 'an instance of Promise'],
  ])('refuses %s', async (_what, wrong, words) => {
    const part = await compileText(step)
    const message = `link takes components that compile or link made, got ${words}`
    expect(() => link({ plug: wrong as never, socket: part })).toThrow(new TypeError(message))
    expect(() => link({ plug: part, socket: wrong as never })).toThrow(new TypeError(message))
  })

  it('keeps the identity of resources', async () => {
    const composition = link({ plug: [await compileText(things)], socket: await compileText(thingUser) })
    expect(await (await composition.instantiate()).invoke('measure', [12])).toBe(12)
  })

  it('composes a chain, of which the last part still imports', async () => {
    const [a, b, c] = [await compileText(step), await compileText(step), await compileText(step)] as const
    const composition = chain(a, b, c)
    expect(names(composition.imports)).toEqual(['test:pipe/step@0.1.0'])
    const instance = await composition.instantiate({ 'test:pipe/step@0.1.0': { run: (n: number) => n * 10 } })
    expect(await instance.invoke('test:pipe/step@0.1.0#run', [7])).toBe(73)
  })

  it('lets the parts share what they import from the host', async () => {
    const api = `(import "test:host/objects@0.3.0" (instance $host
      (export "object" (type $object (sub resource)))
      (export "create" (func (param "n" u32) (result (own $object))))
      (export "[method]object.number" (func (param "self" (borrow $object)) (result u32)))))
      (alias export $host "object" (type $object))`
    const provider = `(component ${api}
      (core func $create (canon lower (func $host "create")))
      (core module $m (import "" "create" (func $create (param i32) (result i32)))
        (func (export "get") (result i32) (call $create (i32.const 77))))
      (core instance $i (instantiate $m (with "" (instance (export "create" (func $create))))))
      (func $get (result (own $object)) (canon lift (core func $i "get")))
      (instance $source (export "get" (func $get)))
      (export "test:objects/source" (instance $source)))`
    const user = `(component ${api.replace('0.3.0', '0.3.1')}
      (import "test:objects/source" (instance $source
        (alias outer 1 $object (type $o))
        (export "get" (func (result (own $o))))))
      (core func $get (canon lower (func $source "get")))
      (core func $number (canon lower (func $host "[method]object.number")))
      (core module $m
        (import "" "get" (func $get (result i32)))
        (import "" "number" (func $number (param i32) (result i32)))
        (func (export "run") (result i32) (call $number (call $get))))
      (core instance $i (instantiate $m (with "" (instance
        (export "get" (func $get)) (export "number" (func $number))))))
      (func (export "run") (result u32) (canon lift (core func $i "run"))))`
    class HostObject {
      readonly #number: number
      constructor(value: number) {
        this.#number = value
      }
      number() {
        return this.#number
      }
    }
    const composition = link({ plug: await compileText(provider), socket: await compileText(user) })
    expect(names(composition.imports)).toEqual(['test:host/objects@0.3.0', 'test:host/objects@0.3.1'])
    const host = { Object: HostObject, create: (n: number) => new HostObject(n) }
    expect(await (await composition.instantiate({ 'test:host/objects': host })).invoke('run')).toBe(77)
    const other = { ...host, Object: class extends HostObject {} }
    const imports = { 'test:host/objects@0.3.0': host, 'test:host/objects@0.3.1': other }
    await expect(composition.instantiate(imports)).rejects.toThrow(LinkError)
  })

  it('can be imported as a component, and be a part of another composition', async () => {
    const inner = link({ plug: await compileText(counter()), socket: await compileText(twice()) })
    const user = await compileText(`(component
      (import "c" (component $c (export "add-twice" (func (param "by" u32) (result u32)))))
      (instance $i (instantiate $c))
      (export "add-twice" (func $i "add-twice")))`)
    expect(await (await user.instantiate({ c: inner })).invoke('add-twice', [3])).toBe(6)
    const caller = await compileText(`(component
      (import "add-twice" (func $add (param "by" u32) (result u32)))
      (export "again" (func $add)))`)
    const outer = link({ plug: inner, socket: caller })
    expect(await (await outer.instantiate()).invoke('again', [5])).toBe(10)
  })

  it('rejects types that do not fit, and plugs that fit nowhere', async () => {
    const wrong = counter().replaceAll('(param "by" u32) (result u32)', '(param "by" s32) (result u32)')
    const socket = await compileText(twice())
    const plug = await compileText(wrong)
    expect(() => link({ plug, socket })).toThrow(
      'import test:math/counter@0.3.0#add-up: a function (by: u32) -> u32 was wanted, a function (by: s32) -> u32 was given',
    )
    const other = await compileText(counter('0.4.0'))
    expect(() => link({ plug: [other], socket })).toThrow(LinkError)
    expect(() => link({ plug: {} as never, socket })).toThrow(TypeError)
  })
})
