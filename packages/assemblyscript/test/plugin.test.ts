import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile } from '@weft/component'
import { build, createServer, type InlineConfig, type Plugin, type ViteDevServer } from 'vite'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { weftGuest } from '../src/plugin.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weft-plugin-'))
  await write('package.json', '{ "type": "module" }')
  await write('guest/wit/guest.wit', 'package a:b;\nworld guest { export name: func() -> string; }\n')
  await write('guest/text.ts', "export const text = 'first'\n")
  await write(
    'guest/guest.ts',
    "import { text } from './text'\nexport function name(): string { return text }\n",
  )
  await write(
    'main.js',
    "export { default as url } from './guest/guest.ts?component'\nexport { default as bytes } from './guest/guest.ts?component&bytes'\n",
  )
})

afterEach(() => rm(folder, { recursive: true }))

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
  await writeFile(path.join(folder, name), text)
}

async function nameOf(wasm: Uint8Array): Promise<unknown> {
  const { exports } = await (await compile(wasm)).instantiate()
  return (exports.name as () => string)()
}

/** Vite, with nothing of this repository. */
function settings(plugin: Plugin = weftGuest()): InlineConfig {
  return { root: folder, configFile: false, logLevel: 'silent', plugins: [plugin] }
}

function buildAll(plugin?: Plugin) {
  return build({
    ...settings(plugin),
    build: {
      modulePreload: false,
      rollupOptions: { input: path.join(folder, 'main.js'), preserveEntrySignatures: 'exports-only' },
    },
  })
}

describe('in a build of Vite', () => {
  test('the component is an asset, or bytes in the code', async () => {
    await buildAll()
    const assets = await readdir(path.join(folder, 'dist/assets'))
    const [wasm, ...more] = assets.filter((name) => name.endsWith('.wasm'))
    expect(more).toEqual([])
    expect(wasm).toMatch(/^guest-.*\.wasm$/)
    const code = assets.find((name) => name.endsWith('.js'))!
    const { url, bytes } = await import(pathToFileURL(path.join(folder, 'dist/assets', code)).href)
    expect(url).toBe(`/assets/${wasm}`)
    const component = await readFile(path.join(folder, 'dist', url))
    expect(await nameOf(component)).toBe('first')
    expect(Buffer.compare(bytes, component)).toBe(0)
    expect(Buffer.from(bytes).includes('sourceMappingURL')).toBe(false)
  })

  test('options go to the build, and an import may name its world', async () => {
    await write(
      'both.wit',
      'package a:c;\nworld no { export no: func(); }\nworld yes { export name: func() -> string; }\n',
    )
    await write('main.js', "export { default as bytes } from './guest/guest.ts?component&bytes&world=yes'\n")
    await buildAll(
      weftGuest({ wit: path.join(folder, 'both.wit'), world: 'no', debug: true, bindings: '../bound' }),
    )
    expect(await readdir(path.join(folder, 'bound'))).toEqual(['yes.ts'])
    const [code] = await readdir(path.join(folder, 'dist/assets'))
    const { bytes } = await import(pathToFileURL(path.join(folder, 'dist/assets', code!)).href)
    expect(await nameOf(bytes)).toBe('first')
    expect(Buffer.from(bytes).includes('sourceMappingURL')).toBe(true)
  })

  test('a mistake ends it, and has its place', async () => {
    await write('guest/guest.ts', 'export function name(): string {\n  return nothing\n}\n')
    await expect(buildAll()).rejects.toThrow(/Cannot find name 'nothing'[\s\S]*guest\.ts\(2,10\)/)
    await write('guest/wit/guest.wit', 'package a:b;\nworld guest { export name: fun(); }\n')
    await expect(buildAll()).rejects.toThrow(/guest\.wit:2:\d+: /)
  })

  test('other imports are nobody’s affair', async () => {
    await write('main.js', "import text from './guest/text.ts?raw'\nexport { text }\n")
    await buildAll()
    const [code] = await readdir(path.join(folder, 'dist/assets'))
    const { text } = await import(pathToFileURL(path.join(folder, 'dist/assets', code!)).href)
    expect(text).toBe("export const text = 'first'\n")
  })
})

describe('in the dev server of Vite', () => {
  let server: ViteDevServer

  beforeEach(async () => {
    server = await createServer({
      ...settings(),
      server: { middlewareMode: true, ws: false },
      appType: 'custom',
    })
  })

  afterEach(() => server.close())

  const load = async () => (await server.ssrLoadModule('/main.js')) as { url: string; bytes: Uint8Array }

  async function changed(name: string, text: string, expected: string): Promise<void> {
    await write(name, text)
    await vi.waitFor(async () => expect(await nameOf((await load()).bytes)).toBe(expected), {
      timeout: 60_000,
    })
  }

  test('the component has an address and debug information', async () => {
    const { url, bytes } = await load()
    expect(await nameOf(await (await fetch(url)).bytes())).toBe('first')
    expect(await nameOf(bytes)).toBe('first')
    expect(Buffer.from(bytes).includes('sourceMappingURL')).toBe(true)
    const sent = await server.transformRequest('/guest/guest.ts?component')
    expect(sent?.code).toContain('data:application/wasm;base64,')
  })

  test('it is built again when a source, or WIT, changes', async () => {
    await load()
    await changed('guest/text.ts', "export const text = 'second'\n", 'second')
    await write('guest/wit/guest.wit', 'package a:b;\nworld guest { export other: func() -> string; }\n')
    await vi.waitFor(() => expect(load()).rejects.toThrow(/lacks the export other/), { timeout: 60_000 })
    await changed(
      'guest/wit/guest.wit',
      'package a:b;\nworld guest { export name: func() -> string; }\n',
      'second',
    )
  })

  test('it is built again once a mistake is repaired', async () => {
    await write('guest/text.ts', 'export const text = nothing\n')
    await expect(load()).rejects.toThrow(/Cannot find name 'nothing'/)
    await changed('guest/text.ts', "export const text = 'repaired'\n", 'repaired')
  })
})
