import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadWorld, loadWorldFromText } from '../../src/wit/load-world.js'
import { readFiles } from '../../src/wit/read-files.js'
import { scanFile } from '../../src/wit/scan-file.js'
import type { ScannedInterface, ScannedItem } from '../../src/wit/scanned.js'
import type { LoadedWorld, Scope } from '../../src/wit/world.js'
import { describeWorld } from './describe-world.js'

const folder = fileURLToPath(new URL('../../wit/wasi/', import.meta.url))
const worlds = {
  cli: ['command', 'imports'],
  clocks: ['imports'],
  filesystem: ['imports'],
  http: ['middleware', 'service'],
  random: ['imports'],
  sockets: ['imports'],
}

describe.each(Object.entries(worlds))('wasi:%s', (name, expected) => {
  test('has the worlds that are tested here', async () => {
    const { main } = await readFiles(folder + name)
    expect(main.flatMap((file) => scanFile(file).own.worlds.map((world) => world.name)).sort()).toEqual(
      expected,
    )
  })

  test.each(expected)('%s is in the binary what the text declares', async (world) => {
    const loaded = await loadWorld({ path: folder + name, world })
    expect(loaded.world.name).toBe(`wasi:${name}/${world}@0.3.0`)
    expectAsDeclared(loaded)
  })

  test.each(expected)('%s is found by name from elsewhere', async (world) => {
    const here = await loadWorld({ path: folder + name, world })
    const files = [
      { path: 'guest.wit', text: `package a:b; world w { include wasi:${name}/${world}@0.3.0; }` },
    ]
    const there = await loadWorldFromText(files)
    expect(names(there.world.imports)).toEqual(names(here.world.imports))
    expect(names(there.world.exports)).toEqual(names(here.world.exports))
    const full = await loadWorldFromText(files, `wasi:${name}/${world}`)
    expect(describeWorld(full.world)).toBe(describeWorld(here.world))
  })
})

test('documentation arrives', async () => {
  const { world } = await loadWorld({ path: `${folder}cli`, world: 'command' })
  const streams = world.imports.find((scope) => scope.name === 'wasi:cli/stdout@0.3.0')!
  expect(streams.functions[0]!.docs).toMatch(/^Write the given stream to stdout\./)
  const clock = world.imports.find((scope) => scope.name === 'wasi:clocks/monotonic-clock@0.3.0')!
  expect(clock.docs).toMatch(/^WASI Monotonic Clock is a clock API/)
})

test('the shipped wasi:parallel is that of @weft/spec', () => {
  const read = (location: string) => readFileSync(new URL(location, import.meta.url), 'utf8')
  expect(read('../../wit/parallel/parallel.wit')).toBe(read('../../../spec/wit/parallel.wit'))
})

test('wasi:parallel is there without being in deps', async () => {
  const text = 'package a:b; world w { import wasi:parallel/parallel@0.1.0; }'
  const { world } = await loadWorldFromText([{ path: 'w.wit', text }])
  expect(names(world.imports)).toEqual(['wasi:parallel/parallel@0.1.0'])
})

function names(scopes: readonly Scope[]): string[] {
  return scopes.map(({ name }) => name)
}

/** Two ways to the same names: wasm-tools and our own scan. */
function expectAsDeclared({ world, files }: LoadedWorld): void {
  const declared = new Map<string, ScannedInterface>()
  for (const file of files) {
    const name = path.basename(path.dirname(file.path))
    for (const one of scanFile(file).own.interfaces) declared.set(`wasi:${name}/${one.name}@0.3.0`, one)
  }
  const scopes = [...world.imports, ...world.exports].filter((scope) => scope.isInterface)
  expect(scopes.length).toBeGreaterThan(0)
  for (const scope of scopes) {
    expect([scope.name, ...namesOfScope(scope)]).toEqual([
      scope.name,
      ...declared.get(scope.name)!.items.map(nameOfItem).sort(),
    ])
  }
}

function namesOfScope({ types, uses, functions }: Scope): string[] {
  const declared = types.map((type) => {
    if (type.kind === 'resource') {
      const members = type.functions.map(({ role, name }) =>
        role === 'constructor' ? '[constructor]' : name,
      )
      return `resource ${type.name} ${members}`
    }
    const { body } = type
    const [kind, members] =
      body.kind === 'record'
        ? ['record', body.fields]
        : body.kind === 'variant'
          ? ['variant', body.cases]
          : body.kind === 'alias'
            ? ['type', []]
            : [body.kind, body.labels]
    return `${kind} ${type.name} ${members.map(({ name }) => name)}`
  })
  const others = [...uses.map(({ name }) => `use ${name} `), ...functions.map(({ name }) => `func ${name} `)]
  return [...declared, ...others].sort()
}

function nameOfItem({ kind, name, members }: ScannedItem): string {
  return `${kind} ${name} ${members.map((member) => member.name)}`
}
