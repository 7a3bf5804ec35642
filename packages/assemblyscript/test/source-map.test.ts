import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile } from '@weft/component'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltComponent, buildComponent } from '../src/index.js'

const source = `import { later } from './gen/guest'

function divide(a: i32, b: i32): i32 {
  return a / b
}

export async function run(a: i32, b: i32): Promise<i32> {
  await later()
  return divide(a, b)
}
`

const wit = `package test:guest;
world guest { import later: async func(); export run: async func(a: s32, b: s32) -> s32; }
`

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weft-map-'))
  await writeFile(path.join(folder, 'guest.ts'), source)
  await writeFile(path.join(folder, 'guest.wit'), wit)
})

afterAll(() => rm(folder, { recursive: true }))

function build(options: {
  debug?: boolean
  optimize?: 'size' | 'speed'
  outFile?: string
}): Promise<BuiltComponent> {
  return buildComponent({
    entry: path.join(folder, 'guest.ts'),
    wit: path.join(folder, 'guest.wit'),
    ...options,
  })
}

/** The stack of a trap in WebAssembly, and the offsets in it. */
async function trapOf(wasm: Uint8Array): Promise<{ stack: string; offsets: number[] }> {
  const { exports } = await (await compile(wasm)).instantiate({ later: async () => {} })
  const run = exports.run as (a: number, b: number) => Promise<number>
  const error = await run(1, 0).catch((reason: Error) => reason)
  const { stack = '' } = (error as Error).cause as Error
  return {
    stack,
    offsets: [...stack.matchAll(/wasm-function\[\d+\]:0x([0-9a-f]+)/g)].map(([, hex]) =>
      Number.parseInt(hex!, 16),
    ),
  }
}

describe.each([undefined, 'speed'] as const)('a debug build, optimised for %s', (optimize) => {
  test('names functions, and maps the offsets that the engine reports', async () => {
    const { wasm, sourceMap } = await build({ debug: true, ...(optimize && { optimize }) })
    const { stack, offsets } = await trapOf(wasm)
    expect(stack).toMatch(/RuntimeError: divide by zero\n\s+at \S+\/\S+ \(wasm:/)
    const place = new SourceMap(JSON.parse(sourceMap!)).findEntry(0, offsets[0]!)
    expect(place).toMatchObject({
      originalSource: pathToFileURL(path.join(folder, 'guest.ts')).href,
      originalLine: 3,
    })
  })
})

test('the map has the sources as they were written, and lies in the component and beside it', async () => {
  const outFile = path.join(folder, 'out/guest.wasm')
  const { wasm, core, sourceMap } = await build({ debug: true, outFile })
  const map = JSON.parse(sourceMap!) as { sources: string[]; sourcesContent: (string | null)[] }
  expect(map.sourcesContent[map.sources.indexOf(pathToFileURL(path.join(folder, 'guest.ts')).href)]).toBe(
    source,
  )
  expect(map.sourcesContent).not.toContain(null)
  expect(await readFile(path.join(folder, 'out/guest.core.wasm.map'), 'utf8')).toBe(sourceMap)
  const module = await WebAssembly.compile(core as Uint8Array<ArrayBuffer>)
  const [section, ...more] = WebAssembly.Module.customSections(module, 'sourceMappingURL')
  expect(more).toEqual([])
  const url = Buffer.from(section!).toString('latin1')
  expect(await (await fetch(url.slice(url.indexOf('data:')))).text()).toBe(sourceMap)
  expect(Buffer.from(wasm).includes(Buffer.from(section!))).toBe(true)
})

test('other builds have neither names nor a map', async () => {
  const { wasm, sourceMap } = await build({})
  expect(sourceMap).toBeUndefined()
  expect(Buffer.from(wasm).includes('sourceMappingURL')).toBe(false)
  expect((await trapOf(wasm)).stack).not.toContain('guest/')
})
