import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { compile } from '@weft/component'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { camelCase } from '../src/bindgen/case-names.js'
import { wantedExports } from '../src/bindgen/wanted-exports.js'
import { buildComponent } from '../src/component-build/build-component.js'
import { loadWorld } from '../src/wit/load-world.js'
import { declared } from './bindgen/corpus.js'
import { echoValues } from './bindgen/echo-values.js'
import { mergeImports } from './bindgen/merge-imports.js'

// Values go from JavaScript through an export, in AssemblyScript through an import, back to JavaScript, and return.
const shapes = ['one', 'pair', 'wide', 'later', 'later-wide'] as const
const wide = `tuple<${Array(16).fill('u64').join(', ')}>`
const wideValue = Array.from({ length: 16 }, (_, index) => BigInt(index))

function functionsOf(type: string, index: number): readonly string[] {
  return [
    `one-x${index}: func(a: ${type}) -> ${type};`,
    `pair-x${index}: func(a: ${type}, b: list<${type}>) -> tuple<${type}, list<${type}>>;`,
    `wide-x${index}: func(w: ${wide}, a: ${type}) -> tuple<${type}, ${wide}>;`,
    `later-x${index}: async func(a: ${type}) -> ${type};`,
    `later-wide-x${index}: async func(w: ${wide}, a: ${type}) -> tuple<${type}, ${wide}>;`,
  ]
}

const functions = echoValues.flatMap(([type], index) => functionsOf(type, index))
const wit = `package test:echo;
interface types {
  ${declared}
  variant variant-of-all { a(s8), b(s64), c(f32), d(f64), e(string), f(shape), g(tuple<s8, f32>), h(tuple<f32, s8>) }
}
interface back {
  use types.{light, large, few, more, many, most, point, nested, shape, ids, maybe-name, variant-of-all};
  ${functions.join('\n')}
}
world echo {
  use types.{light, large, few, more, many, most, point, nested, shape, ids, maybe-name, variant-of-all};
  import back;
  ${functions.map((text) => `export ${text}`).join('\n')}
}`

const folder = mkdtempSync(path.join(tmpdir(), 'weft-echo-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Echo = (...values: unknown[]) => unknown
let exports_: Record<string, Echo>
let seen: readonly unknown[] = []

async function writeAuthor(): Promise<void> {
  const { world } = await loadWorld({ path: path.join(folder, 'echo.wit'), world: 'echo' })
  const wanted = wantedExports(world, './gen').functions.map(({ name, signatures, function: function_ }) => {
    const { text, imports } = signatures[0]!
    const values = function_.parameters.map((parameter) => camelCase(parameter.name)).join(', ')
    return { imports, text: `${text} { return ${function_.async ? 'await ' : ''}back.${name}(${values}) }` }
  })
  const imports = mergeImports(wanted.flatMap((each) => each.imports))
  const lines = [
    ...imports,
    `import * as back from './gen/test-echo-back'`,
    ...wanted.map(({ text }) => text),
  ]
  writeFileSync(path.join(folder, 'author.ts'), lines.join('\n'))
}

beforeAll(async () => {
  writeFileSync(path.join(folder, 'echo.wit'), wit)
  await writeAuthor()
  const entry = path.join(folder, 'author.ts')
  const { wasm } = await buildComponent({ entry, wit: path.join(folder, 'echo.wit'), world: 'echo' })
  const component = await compile(wasm)
  const back = echoValues.flatMap((_, index) =>
    shapes.map((shape): [string, Echo] => {
      const record: Echo = (...values) => {
        seen = values
        if (shape === 'pair') return values
        return shape.endsWith('wide') ? values.toReversed() : values[0]
      }
      const later: Echo = async (...values) => record(...values)
      return [camelCase(`${shape}-x${index}`), shape.startsWith('later') ? later : record]
    }),
  )
  const instance = await component.instantiate({ 'test:echo/back': Object.fromEntries(back) })
  exports_ = instance.exports as Record<string, Echo>
})

test.each(echoValues.map(([type, ...values], index) => ({ type, values, index })))(
  '$type',
  async ({ values, index }) => {
    for (const value of values)
      for (const shape of shapes) {
        const parameters = { one: [value], later: [value], pair: [value, values] }[shape as string] ?? [
          wideValue,
          value,
        ]
        const result = await exports_[camelCase(`${shape}-x${index}`)]!(...parameters)
        expect(plain(seen), `${shape} to the import`).toEqual(plain(parameters))
        const expected = shape === 'pair' ? parameters : shape.endsWith('wide') ? [value, wideValue] : value
        expect(plain(result), `${shape} from the export`).toEqual(plain(expected))
      }
  },
)

/** Typed arrays as arrays. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)]
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, plain(each)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}
