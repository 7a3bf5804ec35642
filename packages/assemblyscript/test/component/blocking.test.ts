import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { buildComponent } from '../../src/component-build/build-component.js'

const blockingBuiltins = ['[waitable-set-wait]', '[thread-yield]']

test('a guest that only awaits imports nothing that blocks', async () => {
  expect(await blockingImports('export async function run(): Promise<u32> { return await later() }')).toEqual(
    [],
  )
})

test.each([
  ['a plain function that waits', 'export function run(): u32 { return later().wait() }'],
  [
    'a helper that waits',
    `function helper(): u32 { return later().wait() }
    export async function run(): Promise<u32> { return await later() + helper() }`,
  ],
  ['a plain function that ends before what it began', 'export function run(): u32 { later(); return 1 }'],
])('%s makes a guest that blocks', async (_, code) => {
  expect(await blockingImports(code)).toEqual(blockingBuiltins)
})

async function blockingImports(code: string): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-blocking-'))
  try {
    const [entry, wit] = [path.join(folder, 'main.ts'), path.join(folder, 'guest.wit')]
    await writeFile(entry, `import { later } from './gen/guest'\n${code}`)
    await writeFile(
      wit,
      'package test:guest; world guest { import later: async func() -> u32; export run: async func() -> u32; }',
    )
    const { core } = await buildComponent({ entry, wit })
    const names = WebAssembly.Module.imports(new WebAssembly.Module(core as BufferSource)).map(
      ({ name }) => name,
    )
    return blockingBuiltins.filter((name) => names.includes(name))
  } finally {
    await rm(folder, { recursive: true })
  }
}
