import { describe, expect, it } from 'vitest'
import { chainGraph, type NamedComponent } from '../../src/compose.js'
import type { Component } from '../../src/index.js'
import { componentOfWorld } from '../support/from-wit.js'
import { wasiWorlds } from '../support/wasi-worlds.js'
import { zoo } from '../types/zoo.js'
import { bothWays } from './both-ways.js'

const worlds = wasiWorlds()
const all = [
  ...worlds.map((each) => ({ ...each, world: 'all' })),
  { name: 'a world with every kind of type', text: zoo, world: 'zoo' },
]
const named = (component: Component, ...names: string[]): NamedComponent[] =>
  names.map((name) => ({ name, component }))

describe('components with large worlds', () => {
  it.each(all)('$name: a composition of one has the same imports and exports', async ({ text, world }) => {
    const component = await componentOfWorld(text, world)
    const { linked, written, wit } = await bothWays(chainGraph(named(component, 'only')))
    expect(written.imports).toEqual(component.imports)
    expect(written.exports).toEqual(component.exports)
    expect(linked.imports).toEqual(component.imports)
    for (const { name, kind } of component.imports)
      expect(wit).toContain(kind === 'instance' && name.includes(':') ? `import ${name};` : `import ${name}:`)
  })

  it('three middlewares have the world of one', async () => {
    const { text } = worlds.find(({ name }) => name === 'wasi:http/middleware@0.3.0')!
    const component = await componentOfWorld(text, 'all')
    const { linked, written } = await bothWays(chainGraph(named(component, 'a', 'b', 'c')))
    for (const chain of [linked, written]) {
      expect(chain.imports.map(({ name }) => name).toSorted()).toEqual(
        component.imports.map(({ name }) => name).toSorted(),
      )
      expect(chain.exports).toEqual(component.exports)
    }
  })
})
