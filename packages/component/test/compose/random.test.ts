import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CompositionGraph, ImportSource } from '../../src/compose.js'
import type { Component } from '../../src/index.js'
import { compileText } from '../support/parse.js'
import { bothWays } from './both-ways.js'
import { adder } from './pieces.js'

/** A component: how often it counts, and how many imports it has, of which versions. */
interface Part {
  readonly constant: number
  readonly versions: readonly number[]
}

/** An instance: which part it is of, and for each import which earlier instance satisfies it, or which of the host's. */
interface Node {
  readonly part: number
  readonly sources: readonly { readonly earlier: number; readonly host: boolean }[]
}

const mostImports = 3
const part: fc.Arbitrary<Part> = fc.record({
  constant: fc.nat(1000),
  versions: fc.array(fc.nat(2), { maxLength: mostImports }),
})
const source = fc.record({ earlier: fc.nat(100), host: fc.boolean() })
const node = fc.record({
  part: fc.nat(100),
  sources: fc.array(source, { minLength: mostImports, maxLength: mostImports }),
})
const composition = fc.record({
  parts: fc.array(part, { minLength: 1, maxLength: 4 }),
  nodes: fc.array(node, { minLength: 1, maxLength: 8 }),
  calls: fc.array(fc.record({ node: fc.nat(100), argument: fc.nat(10_000) }), { minLength: 1, maxLength: 8 }),
})

const wrap = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!
const hostFunctions = [(n: number) => n + 7, (n: number) => n * 3, (n: number) => n % 10]
const exported = (index: number) => `test:calc/out${index}@0.3.0`

function textOf({ constant, versions }: Part): string {
  const imports = versions.map((version, index) => `host${index}@0.3.${version}`)
  return adder({ constant, imports, exports: ['out'] })
}

/** The source of an instance's import: an instance before it, where there is one. */
function sourceOf(nodes: readonly Node[], at: number, index: number): number | 'host' {
  const { host, earlier } = nodes[at]!.sources[index]!
  return host || at === 0 ? 'host' : earlier % at
}

function graphOf(
  parts: readonly Part[],
  nodes: readonly Node[],
  compiled: readonly Component[],
): CompositionGraph {
  const instances = nodes.map(({ part }, at) => {
    const imports = wrap(parts, part).versions.flatMap((_, index): [string, ImportSource][] => {
      const from = sourceOf(nodes, at, index)
      return from === 'host'
        ? []
        : [[`test:calc/host${index}`, { instance: `n${from}`, export: 'test:calc/out' }]]
    })
    return [`n${at}`, { component: wrap(compiled, part), imports: Object.fromEntries(imports) }] as const
  })
  const exports = nodes.map(
    (_, at) => [exported(at), { instance: `n${at}`, export: 'test:calc/out' }] as const,
  )
  return { instances: Object.fromEntries(instances.toReversed()), exports: Object.fromEntries(exports) }
}

/** What the instances compute, in JavaScript. */
function modelOf(parts: readonly Part[], nodes: readonly Node[]): (at: number, argument: number) => number {
  const counts = nodes.map(() => 0)
  const call = (at: number, argument: number): number => {
    const { constant, versions } = wrap(parts, nodes[at]!.part)
    const own = argument + ++counts[at]! * constant
    const others = versions.map((_, index) => {
      const from = sourceOf(nodes, at, index)
      return from === 'host' ? hostFunctions[index]!(argument) : call(from, argument)
    })
    return others.reduce((sum, each) => sum + each, own) >>> 0
  }
  return call
}

it('random graphs compute in process and as binaries what they are to', async () => {
  await fc.assert(
    fc.asyncProperty(composition, async ({ parts, nodes, calls }) => {
      const compiled = await Promise.all(parts.map((each) => compileText(textOf(each))))
      const { linked, written } = await bothWays(graphOf(parts, nodes, compiled))
      const names = (component: Component) => component.imports.map(({ name }) => name)
      expect(names(linked)).toEqual(names(written))
      const imports = Object.fromEntries(
        hostFunctions.map((run, index) => [`test:calc/host${index}`, { run }]),
      )
      const instances = await Promise.all([linked, written].map((each) => each.instantiate(imports)))
      const model = modelOf(parts, nodes)
      for (const { node, argument } of calls) {
        const at = node % nodes.length
        const expected = model(at, argument)
        for (const instance of instances)
          expect(await instance.invoke(`${exported(at)}#run`, [argument])).toBe(expected)
      }
    }),
    { numRuns: 60 },
  )
})
