import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generateBindings } from '../src/bindgen/generate-bindings.js'
import { generateGlue } from '../src/bindgen/generate-glue.js'
import { loadWorld, loadWorldFromText } from '../src/wit/load-world.js'
import { compileWorld } from './bindgen/compile-world.js'
import { corpus } from './bindgen/corpus.js'
import { implementWorld } from './bindgen/implement-world.js'

const styles = ['async', 'blocking', 'blocking-early', 'task'] as const
const wasi = fileURLToPath(new URL('../wit/wasi/', import.meta.url))
const wasiWorlds = [
  ['cli', 'command'],
  ['cli', 'imports'],
  ['clocks', 'imports'],
  ['filesystem', 'imports'],
  ['http', 'middleware'],
  ['http', 'service'],
  ['random', 'imports'],
  ['sockets', 'imports'],
] as const

function loadCorpus(which: 'plain' | 'gated') {
  return loadWorldFromText([{ path: 'corpus.wit', text: corpus(which) }], 'corpus')
}

// Everything that is generated compiles, is used, and fits what wasm-tools makes of the WIT text.
test.each(wasiWorlds)('wasi:%s/%s compiles', async (folder, world) => {
  const loaded = await loadWorld({ path: wasi + folder, world })
  expect((await compileWorld(loaded, 'async')).missing).toEqual([])
})

describe.each(['plain', 'gated'] as const)('%s types in every position compile', (which) => {
  test.each(styles)('in style %s', async (style) => {
    expect((await compileWorld(await loadCorpus(which), style)).missing).toEqual([])
  })
})

test('the same world gives the same texts', async () => {
  const texts = async () => {
    const { world } = await loadCorpus('plain')
    return [...generateBindings(world), generateGlue(world, implementWorld(world, 'task').plan)]
  }
  expect(await texts()).toEqual(await texts())
  const { world } = await loadCorpus('plain')
  expect(generateBindings(world)).toEqual(generateBindings(world))
})

test.each(wasiWorlds)('no line of wasi:%s/%s ends with a space', async (folder, world) => {
  const loaded = await loadWorld({ path: wasi + folder, world })
  const lines = [...generateBindings(loaded.world).values()].flatMap((text) => text.split('\n'))
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.filter((line) => /\s$/.test(line))).toEqual([])
})
