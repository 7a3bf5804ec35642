import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuildDiagnostic, BuildError, buildGuest } from '../src/index.js'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weft-'))
})

afterAll(() => rm(folder, { recursive: true }))

const header = [
  `import { Buffer, Device, Input, Iteration, Output } from '@weft/assemblyscript/assembly'`,
  `@external('env', 'now') declare function now(): f64`,
  `let counter = 0`,
  `class Point { x: f64 = 0 }`,
  `function makes(n: i32): f64 { return new Float64Array(n)[0] }`,
  `function indirectly(n: i32): f64 { return makes(n) }`,
  `function throws(n: i32): void { if (n > 3) throw new Error('no') }`,
  `function negate(x: f64): f64 { return -x }`,
].join('\n')
const firstLine = header.split('\n').length + 1

/** Builds a guest whose text starts in line `firstLine`; returns what was wrong, as `line:column message`. */
async function refusalsOf(source: string): Promise<string[]> {
  const diagnostics = await errorsOf(source)
  return diagnostics.map(({ line, column, message }) => `${line! - firstLine + 1}:${column} ${message}`)
}

async function errorsOf(source: string): Promise<readonly BuildDiagnostic[]> {
  const entry = path.join(folder, 'guest.ts')
  await writeFile(entry, `${header}\n${source}`)
  const error = await buildGuest({ entry }).catch((error: unknown) => error)
  if (!(error instanceof BuildError)) throw new TypeError(`not refused: ${error}`)
  return error.diagnostics.filter(({ severity }) => severity === 'error')
}

const kernelWith = (body: string) =>
  `@kernel function k(i: Iteration, a: Output<f64>): void {\n${body}\n}\n` +
  `export function run(device: Device, a: Buffer<f64>): void { k.run(device, 1, a) }`

describe('in the body of a kernel, at its place', () => {
  test.each([
    ['a[i] = new Point().x', '2:8 a kernel cannot allocate memory: no `new`'],
    ['let b = [1.5, 2.5]; a[i] = b[0]', '2:9 a kernel cannot allocate memory: no array literal'],
    ['let p: Point = { x: 1 }; a[i] = p.x', '2:16 a kernel cannot allocate memory: no object literal'],
    [`a[i] = 'text'.length`, '2:8 a kernel cannot use strings'],
    [`a[i] = \`\${i}\`.length`, '2:8 a kernel cannot use strings'],
    [
      'const f = (x: f64): f64 => x; a[i] = f(1)',
      '2:11 a kernel cannot use a closure or a function expression',
    ],
    [
      'const f = function (x: f64): f64 { return x }',
      '2:11 a kernel cannot use a closure or a function expression',
    ],
    [`throw new Error('no')`, '2:1 a kernel cannot throw'],
    ['store<f64>(heap.alloc(8), a[i])', '2:12 a kernel cannot allocate memory: no heap.alloc'],
    ['memory.grow(1)', '2:1 a kernel cannot grow the memory'],
  ])('%s', async (body, expected) => {
    const [first, ...others] = await refusalsOf(kernelWith(body))
    expect(first).toMatch(new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
    expect(others).toEqual([])
  })
})

describe('through what a kernel calls, with the way there', () => {
  test.each([
    [
      'a[i] = indirectly(i)',
      'allocates memory or uses a managed object: k → guest/indirectly → guest/makes → ',
    ],
    ['throws(i)', 'throws: k → guest/throws → ~lib/builtins/abort'],
    ['a[i] = now()', 'calls a function of the host, which a device does not have: k → guest/now'],
    ['counter++', 'writes the global variable guest/counter, of which every thread has its own: in k'],
    ['const f = negate; a[i] = f(a[i])', 'calls a function by a value, which a device cannot follow'],
    ['a[i] = i.toString().length', 'allocates memory or uses a managed object: k → ~lib/'],
  ])('%s', async (body, expected) => {
    const refusals = await refusalsOf(kernelWith(body))
    expect(
      refusals.some((text) => text.startsWith(`1:18 kernel k ${expected}`)),
      refusals.join('\n'),
    ).toBe(true)
  })
})

const types = 'a kernel takes Input<T>, Output<T>, Iteration, Iterations, BlockSize and numbers'

describe('as a declaration', () => {
  test.each([
    [
      '@kernel function k(a: Output<f64>): void {}',
      '1:18 a kernel needs a parameter of type Iteration; k has none',
    ],
    [
      '@kernel function k<T>(i: Iteration, a: Output<T>): void {}',
      '1:18 a kernel cannot be generic: write one kernel for each type',
    ],
    [
      '@kernel function k(i: Iteration): f64 { return 1 }',
      '1:35 a kernel returns nothing: declare it `: void` and write results to an Output',
    ],
    [
      '@kernel export default function k(i: Iteration): void {}',
      '1:33 a kernel cannot be exported as default: export it by its name',
    ],
    [
      'namespace inner { @kernel function k(i: Iteration): void {} }',
      '1:36 a kernel is a top-level function of its file; k is not',
    ],
    [
      'class C { @kernel m(i: Iteration): void {} }',
      '1:11 only a function can be a kernel: @kernel stands before a top-level `function`',
    ],
    [
      '@kernel function k(i: Iteration, f: (x: f64) => f64): void {}',
      `1:34 kernel parameter f has an unsupported type, (x: f64) => f64: ${types}`,
    ],
    [
      '@kernel function k(i: Iteration, a: Array<f64>): void {}',
      `1:34 kernel parameter a has an unsupported type, Array<f64>: ${types}`,
    ],
    [
      '@kernel function k(i: Iteration, a: Input): void {}',
      '1:34 kernel parameter a needs an element type: Input<f64>',
    ],
    [
      '@kernel function k(i: Iteration, n: i32 = 1): void {}',
      '1:34 kernel parameter n can be neither optional nor a rest parameter, and has no default value',
    ],
  ])('%s', async (source, expected) => {
    expect(await refusalsOf(source)).toEqual([expected])
  })

  test.each([
    ['p: Point', 'guest/Point', 'new Point()'],
    ['p: string', '~lib/string/String', `'text'`],
  ])('a parameter whose type is no number: %s', async (parameter, type, value) => {
    const source = `@kernel function k(i: Iteration, ${parameter}): void {}\nexport function run(device: Device): void { k.run(device, 1, ${value}) }`
    const expected = `1:34 kernel parameter p has an unsupported type, ${type}: only numbers and bool can be passed to a kernel`
    expect(await refusalsOf(source)).toEqual([expected])
  })
})

test('every refusal is reported, whichever stage finds it', async () => {
  const source = `
@kernel function one(i: Iteration, a: Output<f64>): void { a[i] = [1.0][0]; throw new Error('no') }
@kernel function two(i: Iteration, a: Output<f64>): void { a[i] = indirectly(i) }
export function run(device: Device, a: Buffer<f64>): void { one.run(device, 1, a); two.run(device, 1, a) }`
  const refusals = await refusalsOf(source)
  expect(refusals.map((text) => text.split(' ')[0])).toEqual(expect.arrayContaining(['2:67', '2:77', '3:18']))
})

test('a refusal names the file and shows the line, as the compiler does', async () => {
  const [refusal] = await errorsOf(kernelWith('throw 1'))
  expect(refusal!.file).toBe(path.join(folder, 'guest.ts'))
  expect(refusal!.text).toContain('│ throw 1')
  expect(refusal!.text).toContain(`guest.ts(${firstLine + 1},1)`)
})

test('what the compiler itself refuses is a BuildError too', async () => {
  expect(await refusalsOf('export function f(): i32 { return missing }')).toEqual([
    "1:35 Cannot find name 'missing'.",
  ])
  expect(await refusalsOf('export function f( {')).not.toEqual([])
  await expect(buildGuest({ entry: path.join(folder, 'nowhere.ts') })).rejects.toThrow(
    "File 'nowhere.ts' not found.",
  )
})
