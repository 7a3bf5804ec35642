import { LimitError, LinkError, TrapError, ValidationError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { compile, type Imports, Store } from '../../src/index.js'
import { bytesOf, compileText } from '../support/parse.js'
import { counter, things, thingUser, twice } from '../support/texts.js'

const host = (version: string, addUp: unknown) => ({ [`test:math/counter@${version}`]: { addUp } })

describe('imports from JavaScript', () => {
  it.each(['0.3.0', '0.3.7'])('finds an interface of a compatible version: %s', async (version) => {
    let sum = 0
    const component = await compileText(twice())
    const instance = await component.instantiate(host(version, (by: number) => (sum += by)))
    expect(instance.exports.addTwice).toBeTypeOf('function')
    expect(await instance.invoke('add-twice', [4])).toBe(8)
    expect((instance.exports as { addTwice(by: number): number }).addTwice(1)).toBe(10)
  })

  it('finds interfaces without a version, and in their package', async () => {
    const component = await compileText(twice())
    const addUp = (by: number) => by
    for (const imports of [
      { 'test:math/counter': { addUp } },
      { 'test:math': { counter: { addUp } } },
      { 'test:math@0.3.2': { counter: { addUp } } },
    ] as Imports[])
      expect(await (await component.instantiate(imports)).invoke('add-twice', [3])).toBe(3)
  })

  it.each<[string, Imports, Partial<LinkError>]>([
    ['nothing', {}, { path: 'test:math/counter@0.3.0', wanted: 'an instance', given: 'nothing' }],
    ['another version', host('0.2.0', () => 0), { path: 'test:math/counter@0.3.0', given: 'nothing' }],
    ['a number', { 'test:math/counter@0.3.0': 7 }, { path: 'test:math/counter@0.3.0', given: 'number 7' }],
    ['no function', host('0.3.0', 'text'), { path: 'test:math/counter@0.3.0#add-up' }],
    ['an empty interface', { 'test:math/counter@0.3.0': {} }, { path: 'test:math/counter@0.3.0#add-up' }],
  ])('rejects %s with the path', async (_name, imports, expected) => {
    const component = await compileText(twice())
    const error = await component.instantiate(imports).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LinkError)
    expect(error).toMatchObject(expected)
  })

  it('rejects imports that are no object', async () => {
    const component = await compileText(twice())
    await expect(component.instantiate(null as never)).rejects.toThrow(TypeError)
  })

  it('takes no member that every object has for an import', async () => {
    const component = await compileText(
      '(component (import "value-of" (func)) (import "constructor" (instance (export "f" (func)))))',
    )
    await expect(component.instantiate({ valueOf: Object.prototype.valueOf })).rejects.toThrow(LinkError)
  })

  it('takes core modules', async () => {
    const text = `(component
      (import "lib" (core module $lib (export "f" (func (result i32)))))
      (core instance $i (instantiate $lib))
      (func (export "f") (result u32) (canon lift (core func $i "f"))))`
    const component = await compileText(text)
    const moduleOf = async (body: string) => new WebAssembly.Module(await bytesOf(`(module ${body})`))
    const lib = await moduleOf('(func (export "f") (result i32) i32.const 9) (memory (export "unused") 1)')
    expect(await (await component.instantiate({ lib })).invoke('f')).toBe(9)
    for (const wrong of [
      await moduleOf('(memory (export "f") 1)'),
      await moduleOf(''),
      await moduleOf('(import "a" "b" (func)) (func (export "f") (result i32) i32.const 9)'),
      {},
    ])
      await expect(component.instantiate({ lib: wrong })).rejects.toThrow(LinkError)
  })

  it('takes components', async () => {
    const text = `(component
      (import "make" (component $make (export "test:math/counter@0.3.0" (instance
        (export "add-up" (func (param "by" u32) (result u32)))))))
      (instance $a (instantiate $make))
      (instance $b (instantiate $make))
      (export "a" (instance $a))
      (export "b" (instance $b))
      (export "make" (component $make)))`
    const component = await compileText(text)
    const make = await compileText(counter())
    const { exports, invoke } = await component.instantiate({ make }).then((instance) => ({
      exports: instance.exports as { make: unknown },
      invoke: (name: string, by: number) => instance.invoke(`${name}#test:math/counter@0.3.0#add-up`, [by]),
    }))
    expect([await invoke('a', 1), await invoke('a', 1), await invoke('b', 1)]).toEqual([1, 2, 1])
    await expect(component.instantiate({ make: exports.make })).resolves.toHaveProperty('exports')
    await expect(component.instantiate({ make: await compileText(twice()) })).rejects.toThrow(LinkError)
    await expect(component.instantiate({ make: {} })).rejects.toThrow(LinkError)
  })
})

describe('instances of one store', () => {
  it('take exports of others without values of JavaScript', async () => {
    const store = new Store()
    const provider = await (await compileText(things)).instantiate({}, { store })
    const user = await compileText(thingUser)
    const api = provider.exports['test:things/api@1.0.0']
    for (const imports of [provider.exports, provider.exports, { 'test:things/api@1.0.0': api }]) {
      const instance = await user.instantiate(imports as Imports, { store })
      expect(await instance.invoke('measure', [21])).toBe(21)
    }
    expect(await provider.invoke('test:things/api@1.0.0#dropped')).toBe(63)
  })

  it('go through JavaScript to another store', async () => {
    const provider = await (await compileText(things)).instantiate()
    const instance = await (await compileText(thingUser)).instantiate(provider.exports)
    expect(await instance.invoke('measure', [21])).toBe(21)
    expect(await provider.invoke('test:things/api@1.0.0#dropped')).toBe(21)
  })

  it('must fit in type', async () => {
    const store = new Store()
    const component = await compileText(
      '(component (import "add-twice" (func (param "by" u64) (result u32))))',
    )
    const provider = await (await compileText(twice())).instantiate(
      host('0.3.0', () => 0),
      { store },
    )
    await expect(component.instantiate(provider.exports, { store })).rejects.toThrow(
      'import add-twice: a function (by: u64) -> u32 was wanted, a function (by: u32) -> u32 was given',
    )
    const wrongInstance = await compileText('(component (import "i" (instance (export "nothing" (func)))))')
    await expect(wrongInstance.instantiate({ i: provider }, { store })).rejects.toMatchObject({
      path: 'i#nothing',
      given: 'nothing',
    })
  })
})

describe('definitions', () => {
  it('reports a trap of a start function with the path', async () => {
    const text = `(component
      (component $inner
        (core module $m (func $start unreachable) (start $start))
        (core instance (instantiate $m)))
      (instance $child (instantiate $inner)))`
    const error = await (await compileText(text))
      .instantiate({}, { name: 'top' })
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TrapError)
    expect(error).toMatchObject({
      rule: 'wasm `unreachable` instruction executed',
      componentPath: 'top/child',
    })
  })

  it('resolves outer aliases of types, modules and components', async () => {
    const text = `(component
      (type $pair (tuple u8 u8))
      (core module $m (func (export "f") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
      (component $leaf
        (alias outer 1 $pair (type $p))
        (core instance $i (instantiate $m))
        (func (export "f") (param "p" $p) (result u8) (canon lift (core func $i "f"))))
      (component $middle
        (instance $l (instantiate $leaf))
        (export "f" (func $l "f")))
      (instance $x (instantiate $middle))
      (export "f" (func $x "f")))`
    expect(await (await (await compileText(text)).instantiate()).invoke('f', [[3, 4]])).toBe(7)
  })

  it('rejects an index that is not there with its offset', async () => {
    const bytes = await bytesOf('(component (type (list u8)))')
    bytes[bytes.indexOf(0x70) + 1] = 5
    const component = await compile(bytes)
    expect(() => component.imports).toThrow(ValidationError)
    const error = await component.instantiate().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({
      offset: bytes.indexOf(0x70),
      message: expect.stringContaining('unknown type 5'),
    })
  })

  it('says that start functions and values are not supported', async () => {
    // (start 0 0 arguments, 0 results) in section 9.
    const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 9, 3, 0, 0, 0)
    const component = await compile(bytes)
    expect(() => component.exports).toThrow(/not supported/)
    await expect(component.instantiate()).rejects.toThrow(/not supported/)
  })

  it('ends exponential instantiation and exponential types at their limits', async () => {
    const doubled = (inner: string, level: number): string =>
      level === 0
        ? inner
        : doubled(
            `(component ${inner.replace('(component', '(component $c')} (instance (instantiate $c)) (instance (instantiate $c)))`,
            level - 1,
          )
    const many = await compileText(doubled('(component)', 20))
    expect(() => many.exports).toThrow(LimitError)
    await expect(many.instantiate()).rejects.toThrow(LimitError)
    const types = Array.from(
      { length: 40 },
      (_, index) => `(type $t${index + 1} (tuple $t${index} $t${index}))`,
    )
    const large = await compileText(`(component (type $t0 (list u8)) ${types.join('')})`)
    expect(() => large.exports).toThrow(ValidationError)
    await expect(large.instantiate()).rejects.toThrow(ValidationError)
  })
})

describe('an instance', () => {
  it('has short names for interfaces, where nothing else has them', async () => {
    const instances = ['a:b/get-it@1.0.0', 'a:b/twice', 'c:d/twice@2.0.0', 'e:f/plain']
    const component = await compileText(`(component (instance $i)
      (export "plain" (instance $i)) ${instances.map((name) => `(export "${name}" (instance $i))`).join('')})`)
    const { exports } = await component.instantiate()
    expect(exports.getIt).toBe(exports['a:b/get-it@1.0.0'])
    expect(exports).not.toHaveProperty('twice')
    expect(exports.plain).not.toBe(exports['e:f/plain'])
    expect(Object.keys(exports)).toEqual(['plain', ...instances])
  })

  it('describes functions and says which are not there', async () => {
    const instance = await (await compileText(counter())).instantiate()
    expect(instance.functionType('test:math/counter@0.3.0#add-up')).toEqual({
      async: false,
      params: [{ label: 'by', type: { kind: 'u32' } }],
      result: { kind: 'u32' },
    })
    expect(() => instance.functionType('add-up')).toThrow(RangeError)
    await expect(instance.invoke('test:math/counter@0.3.0')).rejects.toThrow(RangeError)
    await expect(instance.invoke('test:math/counter@0.3.0#add-up', [true])).rejects.toThrow(TypeError)
  })

  it('drops what it has of others when it is disposed of, and cannot be called any more', async () => {
    const disposed: string[] = []
    class Thing {
      #name: string
      constructor(size: number) {
        this.#name = `thing ${size}`
      }
      [Symbol.dispose]() {
        disposed.push(this.#name)
      }
    }
    const text = `(component
      (import "things" (instance $things
        (export "thing" (type $thing (sub resource)))
        (export "[constructor]thing" (func (param "size" u32) (result (own $thing))))))
      (core func $make (canon lower (func $things "[constructor]thing")))
      (core module $m
        (import "" "make" (func $make (param i32) (result i32)))
        (func (export "keep") (param i32) (drop (call $make (local.get 0)))))
      (core instance $i (instantiate $m (with "" (instance (export "make" (func $make))))))
      (func (export "keep") (param "size" u32) (canon lift (core func $i "keep"))))`
    const component = await compileText(text)
    const instance = await component.instantiate({ things: { Thing } })
    await instance.invoke('keep', [1])
    await instance.invoke('keep', [2])
    instance[Symbol.dispose]()
    expect(disposed.toSorted()).toEqual(['thing 1', 'thing 2'])
    await expect(instance.invoke('keep', [3])).rejects.toThrow(TrapError)
    instance[Symbol.dispose]()
    expect(disposed).toHaveLength(2)
  })
})

it('rejects calls that are under way when the instance is disposed of', async () => {
  const component = await compileText(`(component
    (import "wait" (func $wait async (result u32)))
    (core func $lowered (canon lower (func $wait)))
    (core module $m
      (import "" "wait" (func $wait (result i32)))
      (func (export "run") (result i32) (call $wait)))
    (core instance $i (instantiate $m (with "" (instance (export "wait" (func $lowered))))))
    (func (export "run") async (result u32) (canon lift (core func $i "run"))))`)
  const { promise, resolve } = Promise.withResolvers<number>()
  const instance = await component.instantiate({ wait: () => promise })
  const other = await component.instantiate({ wait: () => promise }, { store: instance.store })
  const [call, otherCall] = [instance.invoke('run'), other.invoke('run')]
  const rejection = expect(call).rejects.toThrow(/disposed of/)
  instance[Symbol.dispose]()
  await rejection
  resolve(3)
  expect(await otherCall).toBe(3)
})

it('traps where an import of a synchronous type returns a promise', async () => {
  const component = await compileText(twice())
  const instance = await component.instantiate(host('0.3.0', (by: number) => Promise.resolve(by)))
  await expect(instance.invoke('add-twice', [6])).rejects.toThrow(/cannot block a synchronous task/)
})
