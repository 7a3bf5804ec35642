import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools'
import { WeftError } from '@weft/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ModuleScanner } from '../../src/compile/module-scanner.js'
import { compile, type Instance } from '../../src/index.js'
import { fakeImports } from '../support/fake-imports.js'
import { bytesOf } from '../support/parse.js'
import { counter, things, thingUser, twice } from '../support/texts.js'

/** A world that makes the component encoder use everything it has. */
const wit = `package test:api@0.3.1;
interface types {
  variant failure { timeout, other(option<string>) }
  record entry { name: string, values: list<u64>, tags: flagset }
  flags flagset { a, b, c }
  resource body { constructor(size: u32); read: async func() -> result<stream<u8>, failure>; merge: static func(a: body, b: borrow<body>) -> body; }
  send: async func(entry: entry, body: body) -> result<future<entry>, failure>;
  log: func(text: string);
}
interface handler { use types.{body, failure}; handle: async func(request: body) -> result<body, failure>; }
world all { import types; import handler; export handler; export run: func(names: list<string>) -> tuple<char, f64>; }`

async function encoded(): Promise<Uint8Array> {
  const witSource = wit
  return componentNew(await componentEmbed({ witSource, dummy: true, world: 'all' }))
}

/** Bytes of core modules stay: what the engine does with changed code is the engine's affair. */
function changeable(bytes: Uint8Array): number[] {
  const modules = new ModuleScanner().scan(bytes)
  return Array.from(bytes.keys()).filter(
    (index) => !modules.some(({ start, end }) => index >= start && index < end),
  )
}

async function instantiate(bytes: Uint8Array): Promise<Instance> {
  const component = await compile(bytes)
  expect(component.exports).toBeInstanceOf(Array)
  return component.instantiate(fakeImports(component.imports))
}

const change = fc.record({ place: fc.nat(), byte: fc.nat(255), remove: fc.nat(2), insert: fc.nat(1) })

it('compiles and instantiates what the component encoder makes', async () => {
  const instance = await instantiate(await encoded())
  expect(Object.keys(instance.exports)).toEqual(['run', 'test:api/handler@0.3.1'])
})

it('gives a typed error for any change of a component, or an instance', async () => {
  const texts = [counter(), twice(), things, thingUser].map(bytesOf)
  const originals = [await encoded(), ...(await Promise.all(texts))].map((bytes) => ({
    bytes,
    places: changeable(bytes),
  }))
  const outcomes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (original, changes) => {
        const bytes = Array.from(original.bytes)
        for (const { place, byte, remove, insert } of changes) {
          const at = original.places[place % original.places.length]!
          bytes.splice(at, remove, ...Array<number>(insert).fill(byte))
        }
        const error: unknown = await instantiate(Uint8Array.from(bytes)).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        if (error !== undefined && !WeftError.isInstance(error)) throw error
        outcomes.add(error === undefined ? 'instance' : error.name)
      },
    ),
    { numRuns: 3000 },
  )
  expect([...outcomes]).toEqual(expect.arrayContaining(['instance', 'BinaryError', 'ValidationError']))
})
