import { LinkError } from '@weft/core'
import { decodeComponent, readComponentNames } from '@weft/wasm-binary'
import { describe, expect, it } from 'vitest'
import { chainGraph, compose, linkGraph, plugGraph } from '../../src/compose.js'
import { compile, type Imports, link } from '../../src/index.js'
import { compileText } from '../support/parse.js'
import { counter, things, thingUser, twice } from '../support/texts.js'
import { type BothWays, bothWays, compileAll } from './both-ways.js'
import { adder, middleware, orbit, planet, web } from './pieces.js'

const names = (externs: readonly { readonly name: string }[]) => externs.map(({ name }) => name)

/** What a call gives in either, which is the same. */
async function resultOf(
  { linked, written }: BothWays,
  name: string,
  args: readonly unknown[],
  imports?: () => Imports,
): Promise<unknown> {
  const [one, other] = await Promise.all(
    [linked, written].map(async (each) => (await each.instantiate(imports?.())).invoke(name, args)),
  )
  expect(one).toEqual(other)
  return one
}

describe('a composition, in process and as a binary', () => {
  it('gives one component what another of a compatible version exports', async () => {
    const both = await bothWays(
      plugGraph({ name: 'app', component: await compileText(twice('0.3.0')) }, [
        { name: 'counter', component: await compileText(counter('0.3.5')) },
      ]),
    )
    expect(both.wit).toBe('world root {\n  export add-twice: func(by: u32) -> u32;\n}')
    expect(await resultOf(both, 'add-twice', [4])).toBe(8)
  })

  it('keeps the identity of resources', async () => {
    const parts = await compileAll({ things, thingUser })
    const both = await bothWays(
      plugGraph({ name: 'user', component: parts.thingUser }, [{ name: 'things', component: parts.things }]),
    )
    expect(await resultOf(both, 'measure', [12])).toBe(12)
  })

  it('exports resources that a part defines', async () => {
    const { things: component } = await compileAll({ things })
    const both = await bothWays(chainGraph([{ name: 'things', component }]))
    expect(both.wit).toContain('export test:things/api@1.0.0;')
    for (const composition of [both.linked, both.written]) {
      const { exports } = await composition.instantiate()
      const { Thing } = exports['test:things/api@1.0.0'] as { Thing: new (n: number) => { size(): number } }
      expect(new Thing(7).size()).toBe(7)
    }
  })

  it('tells a shared instance from two', async () => {
    const parts = await compileAll({
      leaf: adder({ constant: 1, exports: ['leaf'] }),
      left: adder({ constant: 10, imports: ['leaf'], exports: ['left'] }),
      right: adder({ constant: 100, imports: ['leaf'], exports: ['right'] }),
      top: adder({ constant: 1000, imports: ['left', 'right'], exports: ['top'] }),
    })
    const diamond = (one: string, other: string) => ({
      instances: {
        top: {
          component: parts.top,
          imports: {
            'test:calc/left@0.3.0': { instance: 'left' },
            'test:calc/right@0.3.0': { instance: 'right' },
          },
        },
        left: { component: parts.left, imports: { 'test:calc/leaf@0.3.0': { instance: one } } },
        right: { component: parts.right, imports: { 'test:calc/leaf@0.3.0': { instance: other } } },
        leaf: { component: parts.leaf },
        'other-leaf': { component: parts.leaf },
      },
      exports: 'top',
    })
    const call = 'test:calc/top@0.3.0#run'
    const shared = await bothWays(diamond('leaf', 'leaf'))
    const separate = await bothWays(diamond('leaf', 'other-leaf'))
    expect(await resultOf(shared, call, [0])).toBe(1000 + 10 + 1 + 100 + 2)
    expect(await resultOf(separate, call, [0])).toBe(1000 + 10 + 1 + 100 + 1)
  })

  it('imports under the names that the graph says', async () => {
    const parts = await compileAll({ a: adder({ constant: 1, imports: ['x', 'y'], exports: ['a'] }) })
    const both = await bothWays({
      instances: {
        a: {
          component: parts.a,
          imports: {
            'test:calc/x@0.3.0': { import: 'test:calc/other@0.3.0' },
            'test:calc/y@0.3.0': { import: 'test:calc/other@0.3.0' },
          },
        },
      },
      exports: { 'test:calc/b@0.3.0': { instance: 'a', export: 'test:calc/a@0.3.0' } },
    })
    expect(names(both.written.imports)).toEqual(['test:calc/other@0.3.0'])
    expect(names(both.linked.imports)).toEqual(names(both.written.imports))
    const imports = () => ({ 'test:calc/other': { run: (n: number) => n * 2 } })
    expect(await resultOf(both, 'test:calc/b@0.3.0#run', [5], imports)).toBe(5 + 1 + 10 + 10)
  })

  it('exports functions and types of its own world', async () => {
    const parts = await compileAll({ planet, orbit })
    const both = await bothWays(
      plugGraph({ name: 'orbit', component: parts.orbit }, [{ name: 'planet', component: parts.planet }]),
    )
    expect(names(both.written.imports)).toEqual([])
    expect(names(both.written.exports)).toEqual(['point', 'sum'])
    expect(await resultOf(both, 'sum', [{ x: 3, y: 4 }])).toBe(7)
    const alone = await bothWays(chainGraph([{ name: 'planet', component: parts.planet }]))
    expect(alone.written.exports).toMatchObject([
      { name: 'point', type: { kind: 'record' } },
      { name: 'line', type: { kind: 'tuple', types: [{ name: 'point' }, { name: 'point' }] } },
      { name: 'sum', type: { params: [{ label: 'point', type: { name: 'point' } }] } },
    ])
    const host = await bothWays(chainGraph([{ name: 'orbit', component: parts.orbit }]))
    const imports = () => ({ sum: ({ x, y }: { x: number; y: number }) => x * y })
    expect(await resultOf(host, 'sum', [{ x: 3, y: 4 }], imports)).toBe(12)
  })

  it('puts together what parts want of an interface, versions and resources included', async () => {
    const parts = await compileAll({
      first: middleware('0.3.0', 'length'),
      second: middleware('0.3.1', 'weight'),
      third: middleware('0.3.0', 'length'),
    })
    const both = await bothWays(
      chainGraph(Object.entries(parts).map(([name, component]) => ({ name, component }))),
    )
    expect(both.wit).toBe(`world root {
  import test:web/types@0.3.1;
  import test:web/handler@0.3.0;

  export test:web/handler@0.3.0;
}`)
    for (const composition of [both.linked, both.written]) {
      const seen: string[] = []
      const imports = web(seen)
      const instance = await composition.instantiate(imports)
      const request = new (imports.Request as new () => object)()
      expect(await instance.invoke('test:web/handler@0.3.0#handle', [request])).toBe(5 + 5 + 100 + 5)
      expect(seen).toEqual(['length', 'weight', 'length'])
    }
  })

  it('gives an import an export of another name, with the same resources in its types', async () => {
    const named = (text: string) => text.replace('(import "test:web/handler@', '(import "test:local/chain@')
    const parts = await compileAll({
      outer: named(middleware('0.3.0', 'length')),
      inner: middleware('0.3.0', 'weight'),
    })
    const both = await bothWays({
      instances: {
        outer: {
          component: parts.outer,
          imports: { 'test:local/chain': { instance: 'inner', export: 'test:web/handler' } },
        },
        inner: { component: parts.inner },
      },
      exports: 'outer',
    })
    expect(names(both.written.imports)).toEqual(['test:web/types@0.3.0', 'test:web/handler@0.3.0'])
    for (const composition of [both.linked, both.written]) {
      const imports = web()
      const instance = await composition.instantiate(imports)
      const request = new (imports.Request as new () => object)()
      expect(await instance.invoke('test:web/handler@0.3.0#handle', [request])).toBe(5 + 100 + 5)
    }
  })

  it('has the same component in it once, and the names of its instances', async () => {
    const component = await compileText(middleware('0.3.0', 'length'))
    const graph = chainGraph(['a', 'b', 'c', 'd'].map((name) => ({ name, component })))
    const { definitions, ...rest } = decodeComponent(compose(graph))
    expect(definitions.filter(({ kind }) => kind === 'component')).toHaveLength(1)
    const instances = readComponentNames({ definitions, ...rest }).sorts.get('instance')!
    expect([...instances.values()]).toEqual(['d', 'c', 'b', 'a'])
  })

  it('names the instance that traps in the same way', async () => {
    const trap = adder({ constant: 1, exports: ['leaf'] }).replace('(local.get $n)', '(unreachable)')
    const parts = await compileAll({
      trap,
      user: adder({ constant: 1, imports: ['leaf'], exports: ['top'] }),
    })
    const both = await bothWays(
      plugGraph({ name: 'user', component: parts.user }, [{ name: 'broken', component: parts.trap }]),
    )
    for (const composition of [both.linked, both.written]) {
      const instance = await composition.instantiate()
      await expect(instance.invoke('test:calc/top@0.3.0#run', [1])).rejects.toMatchObject({
        componentPath: 'root/broken',
      })
    }
  })

  it('can be a part again', async () => {
    const graph = plugGraph({ name: 'app', component: await compileText(twice()) }, [
      { name: 'counter', component: await compileText(counter()) },
    ])
    const caller = await compileText(`(component
      (import "add-twice" (func $add (param "by" u32) (result u32)))
      (export "again" (func $add)))`)
    const outer = (component: Awaited<ReturnType<typeof compile>>) =>
      plugGraph({ name: 'caller', component: caller }, [{ name: 'inner', component }])
    for (const inner of [await compile(compose(graph)), linkGraph(graph)])
      expect(await resultOf(await bothWays(outer(inner)), 'again', [5])).toBe(10)
  })
})

describe('what is refused', () => {
  it('types that do not fit, with the path', async () => {
    const wrong = counter().replaceAll('(param "by" u32) (result u32)', '(param "by" s32) (result u32)')
    const graph = plugGraph({ name: 'app', component: await compileText(twice()) }, [
      { name: 'counter', component: await compileText(wrong) },
    ])
    const message =
      'import app/test:math/counter@0.3.0#add-up: a function (by: u32) -> u32 was wanted, a function (by: s32) -> u32 was given'
    for (const make of [linkGraph, compose]) {
      expect(() => make(graph)).toThrow(LinkError)
      expect(() => make(graph)).toThrow(message)
    }
  })

  it('parts that want one import to be of two types', async () => {
    const parts = await compileAll({
      one: adder({ constant: 1, imports: ['host'], exports: ['one'] }),
      other: adder({ constant: 1, imports: ['host', 'one'], exports: ['top'] }).replace(
        '"test:calc/host@0.3.0" (instance $i0 (export "run" (func (param "n" u32)',
        '"test:calc/host@0.3.0" (instance $i0 (export "run" (func (param "m" u32)',
      ),
    })
    const graph = plugGraph({ name: 'other', component: parts.other }, [
      { name: 'one', component: parts.one },
    ])
    expect(() => compose(graph)).toThrow(
      /^instances\.other: .*`test:calc\/host@0\.3\.0`.*expected parameter named `m`, found `n`/,
    )
  })

  it('types that nobody outside can name', async () => {
    const factory = `(component
      (type $thing' (resource (rep i32)))
      (export $thing "thing" (type $thing'))
      (core func $new (canon resource.new $thing))
      (core module $m (import "" "new" (func $new (param i32) (result i32)))
        (func (export "make") (result i32) (call $new (i32.const 1))))
      (core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
      (func $make (result (own $thing)) (canon lift (core func $i "make")))
      (export "make" (func $make)))`
    const { factory: component } = await compileAll({ factory })
    const exports = { make: { instance: 'factory' } }
    const graph = { instances: { factory: { component } }, exports }
    expect(() => compose(graph)).toThrow(/^exports\.make: .*Export what defines them as well, before it/)
    const both = await bothWays({ ...graph, exports: { thing: { instance: 'factory' }, ...exports } })
    expect(both.written.exports).toMatchObject([
      { name: 'thing', kind: 'resource' },
      { name: 'make', type: { result: { kind: 'own', resource: 'thing' } } },
    ])
  })

  it('imports that need what an instance makes', async () => {
    const { things: maker, user } = await compileAll({
      things,
      user: thingUser.replace(
        '(alias export $api "thing" (type $thing))',
        `(alias export $api "thing" (type $thing))
         (import "test:things/more" (instance (alias outer 1 $thing (type $t))
           (export "thing" (type $t2 (eq $t))) (export "see" (func (param "it" (borrow $t2))))))`,
      ),
    })
    const graph = plugGraph({ name: 'user', component: user }, [{ name: 'maker', component: maker }])
    expect(() => compose(graph)).toThrow(
      /^instances\.user\.imports\["test:things\/more"\]: .*a resource of an import that another instance satisfies/,
    )
    expect(names(linkGraph(graph).imports)).toEqual(['test:things/more'])
  })

  it('parts that are not as they were compiled, and what is no component', async () => {
    const parts = await compileAll({ a: twice(), b: counter() })
    const component = link({ socket: parts.a, plug: parts.b })
    expect(() => compose(chainGraph([{ name: 'both', component }]))).toThrow(
      'instances.both: it is not as it was compiled: parts that are written are made by compile or linkGraph, not by link',
    )
    const wrong = { instances: { a: { component: {} as never } }, exports: 'a' }
    expect(() => linkGraph(wrong)).toThrow(TypeError)
    expect(() => compose(wrong)).toThrow('compositions are made of what compile and link made, got an object')
  })

  it('interfaces that use each other’s types, each in another part', async () => {
    const using = (one: string, other: string) => `(component
      (import "test:types/${one}" (instance $i (export "${one}" (type (sub resource)))))
      (alias export $i "${one}" (type $t))
      (import "test:types/${other}" (instance
        (alias outer 1 $t (type $u))
        (export "${one}" (type $v (eq $u)))
        (export "${other}" (func (param "it" (borrow $v)))))))`
    const parts = await compileAll({ ab: using('a', 'b'), ba: using('b', 'a') })
    const instances = { ab: { component: parts.ab }, ba: { component: parts.ba } }
    expect(() => compose({ instances, exports: {} })).toThrow(
      'types of the import test:types/a refer to another import that refers to it in turn',
    )
  })

  it('imports of modules and components', async () => {
    const component = await compileText(`(component
      (import "m" (core module $m (export "f" (func))))
      (core instance (instantiate $m)))`)
    expect(() => compose(chainGraph([{ name: 'a', component }]))).toThrow(
      'instances.a.imports.m: the composition cannot import this: m is a core module',
    )
  })
})
