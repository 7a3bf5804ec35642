import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BuildError, buildComponent, WitError } from '../src/index.js'

let folder: string

const wit = `package demo:guest;
world guest {
  import slow: async func(ms: u32) -> u32;
  export greet: func(name: string) -> string;
  export later: async func(ms: u32) -> u32;
}`

const greet = `export function greet(name: string): string { return name }`
const later = `export async function later(ms: u32): Promise<u32> { return ms }`
const library = `import { Chunk } from '@weft/assemblyscript/assembly/component'\nimport { slow } from './gen/guest'\n`

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weft-'))
  await mkdir(path.join(folder, 'wit'))
  await writeFile(path.join(folder, 'wit', 'world.wit'), wit)
})

afterAll(() => rm(folder, { recursive: true }))

async function buildOf(source: string): Promise<unknown> {
  const entry = path.join(folder, 'guest.ts')
  await writeFile(entry, source)
  return buildComponent({ entry })
}

/** What is wrong with a guest's text, as `line:column message`. */
async function refusalsOf(source: string): Promise<string[]> {
  const error = await buildOf(source).catch((error: unknown) => error)
  if (!(error instanceof BuildError)) throw new TypeError(`not refused: ${error}`)
  return error.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ line, column, message }) => `${line}:${column} ${message}`)
}

test('a world that is implemented is no error', async () => {
  await expect(buildOf(`${greet}\n${later}`)).resolves.toMatchObject({ warnings: [] })
})

describe('exports', () => {
  test('one that is missing is shown as it could be written', async () => {
    const [refusal, ...others] = await refusalsOf(greet)
    expect(others).toEqual([])
    expect(refusal).toMatchInlineSnapshot(`
      "1:1 guest.ts lacks the export later, which the world demo:guest/guest has:
        later: async func(ms: u32) -> u32
      Write:
        export async function later(ms: u32): Promise<u32> { … }"
    `)
  })

  test('one that the world lacks may be a slip of the pen', async () => {
    const refusals = await refusalsOf(`${greet}\n${later.replace('later', 'latter')}`)
    expect(refusals[1]).toBe('2:23 nobody will see the export latter: the world has later: is that meant?')
  })

  test.each([
    ['a parameter of another type', `export function greet(name: u32): string { return '' }`, later],
    ['a parameter too many', greet.replace('name', 'b: bool, name'), later],
    ['a result of another type', greet, later.replace('Promise<u32>', 'Promise<u64>')],
    ['no result', `export function greet(name: string): void {}`, later],
    [
      'a task with other fields',
      greet,
      `import { Poll, Task } from '@weft/assemblyscript/assembly/component'
       export class Later extends Task { constructor(ms: string) { super() } resume(): Poll { return Poll.Done } }`,
    ],
  ])('%s is shown beside what was wanted', async (_, ...parts) => {
    const [refusal, ...others] = await refusalsOf(parts.join('\n'))
    expect(others).toEqual([])
    expect(refusal).toMatch(
      / is not what WIT says:\n {2}WIT {5}\w+: .*\n {2}wanted {2}export .*\n {2}found {3}export /,
    )
  })

  test('one that WIT does not call async cannot be', async () => {
    const [refusal] = await refusalsOf(
      `export async function greet(name: string): Promise<string> { return name }\n${later}`,
    )
    expect(refusal).toBe(
      '1:23 greet cannot be async, because it is not in WIT: greet: func(name: string) -> string',
    )
  })
})

describe('async and await', () => {
  test.each([
    ['function f(): void { await slow(1) }', '5:22 `await` can stand only in an async function'],
    [
      'async function f(): u32 { return 1 }',
      '5:21 an async function returns a promise: declare it `: Promise<u32>`',
    ],
    ['async function f() { }', '5:16 an async function returns a promise: declare it `: Promise<void>`'],
    ['const f = async (x: u32) => x', '5:11 only functions and methods that are declared can be async'],
    [
      'async function f(): Promise<void> { await new Chunk<u8>(1) }',
      '5:37 `await` cannot wait for a Chunk<u8>',
    ],
    ['class A { async constructor(): Promise<void> { } }', '5:17 a constructor cannot be async'],
    ['class A<T> { async a(): Promise<void> { } }', '5:20 an async method cannot be generic'],
    ['namespace n { async function f(): Promise<void> { } }', '5:30 only top-level functions'],
  ])('%s', async (source, expected) => {
    const used = source.includes('function f') && !source.includes('namespace') ? 'f()' : ''
    const refusals = await refusalsOf(
      `${library}${greet}\n${later.replace('return', `${used}; return`)}\n${source}`.replace('\n\n', '\n'),
    )
    expect(refusals.join('\n')).toContain(expected)
  })

  test('words in comments and strings are left alone', async () => {
    const source = `// async function f() await\nconst text = 'async function f() { await }'\n${greet.replace('return', 'return text +')}\n${later}`
    await expect(buildOf(source)).resolves.toBeDefined()
  })
})

describe('imports that no component has', () => {
  test.each([
    [`trace('x')`, 'a component has no env.trace: write to wasi:cli/stderr', '2'],
    ['Math.random()', 'a component has no env.seed: import wasi:random/random', '2'],
    [`console.log('x')`, 'a component has no env.console.log: write to wasi:cli/stdout', '2'],
    ['bar()', 'the world has no import bar of foo: add it to WIT', '1'],
  ])('%s', async (use, expected, line) => {
    const refusals = await refusalsOf(
      `@external('foo', 'bar') declare function bar(): void\n${greet.replace('return', `${use}; return`)}\n${later}`,
    )
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toContain(`${line}:`)
    expect(refusals[0]).toContain(expected)
  })
})

test('bindings that WIT does not have are an error of the import', async () => {
  const refusals = await refusalsOf(
    `import { slo } from './gen/guest'\n${greet.replace('return', 'slo(1); return')}\n${later}`,
  )
  expect(refusals.join('\n')).toContain(`1:10 Module 'gen/guest' has no exported member 'slo'.`)
})

test('WIT that cannot be read is told with its place', async () => {
  const other = await mkdtemp(path.join(tmpdir(), 'weft-'))
  try {
    await mkdir(path.join(other, 'wit'))
    await writeFile(
      path.join(other, 'wit', 'world.wit'),
      'package a:b;\nworld w { export f: func(x: pint); }',
    )
    await writeFile(path.join(other, 'guest.ts'), '')
    const error = await buildComponent({ entry: path.join(other, 'guest.ts') }).catch(
      (error: unknown) => error,
    )
    expect(error).toBeInstanceOf(WitError)
    expect(error).toMatchObject({ line: 2, column: 29 })
  } finally {
    await rm(other, { recursive: true })
  }
})
