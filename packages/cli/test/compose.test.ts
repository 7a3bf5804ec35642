import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { compile } from '@weft/component'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runWeft } from './support/run-weft.js'

const adding = (constant: number) => `(component
  (import "test:pipe/step@0.1.0" (instance $next (export "run" (func (param "n" u32) (result u32)))))
  (core func $next (canon lower (func $next "run")))
  (core module $m
    (import "" "next" (func $next (param i32) (result i32)))
    (func (export "run") (param i32) (result i32)
      (i32.add (call $next (local.get 0)) (i32.const ${constant}))))
  (core instance $i (instantiate $m (with "" (instance (export "next" (func $next))))))
  (func $run (param "n" u32) (result u32) (canon lift (core func $i "run")))
  (instance $api (export "run" (func $run)))
  (export "test:pipe/step@0.1.0" (instance $api)))`
const doubling = `(component
  (core module $m (func (export "run") (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1))))
  (core instance $i (instantiate $m))
  (func $run (param "n" u32) (result u32) (canon lift (core func $i "run")))
  (instance $api (export "run" (func $run)))
  (export "test:pipe/step@0.1.0" (instance $api)))`
const step = 'test:pipe/step@0.1.0'

let folder: string
const at = (...names: readonly string[]) => join(folder, ...names)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weft-compose-'))
  mkdirSync(at('parts'))
  writeFileSync(at('ten.wasm'), await parse(adding(10)))
  writeFileSync(at('parts', 'double.wasm'), await parse(doubling))
  writeFileSync(at('other.wasm'), await parse(doubling.replaceAll('u32', 's32')))
  writeFileSync(at('nothing.wasm'), await parse('(component)'))
  writeFileSync(at('module.wasm'), await parse('(module)'))
  writeFileSync(
    at('app.json'),
    JSON.stringify({
      instances: {
        first: { component: 'ten.wasm', imports: { 'test:pipe/step': 'second' } },
        second: { component: 'ten.wasm', imports: { 'test:pipe/step': 'end' } },
        end: 'parts/double.wasm',
      },
      exports: 'first',
    }),
  )
  writeFileSync(at('missing.json'), '{ "instances": { "a": "a.wasm" }, "exports": "a" }')
  writeFileSync(at('broken.json'), '{ "instances": ')
})
afterAll(() => rmSync(folder, { recursive: true }))

async function resultOf(file: string, imports = {}): Promise<unknown> {
  const instance = await (await compile(readFileSync(file))).instantiate(imports)
  return instance.invoke(`${step}#run`, [1])
}

describe('weft compose', () => {
  test('shows who imports whom, and writes nothing without -o', () => {
    const run = runWeft(['compose', at('app.json')])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toBe(
      [`exports ${step} → first`, 'first', `└─ ${step} ← second`, `   └─ ${step} ← end`, ''].join('\n'),
    )
  })

  test('writes what a description says, relative to its folder', async () => {
    const output = at('app.wasm')
    expect(runWeft(['compose', at('app.json'), '-o', output])).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await resultOf(output)).toBe(10 + 10 + 2)
  })

  test('writes a chain, in which a component may stand twice', async () => {
    const output = at('chain.wasm')
    const run = runWeft(['compose', at('ten.wasm'), at('ten.wasm'), '-o', output])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toContain(`└─ ${step} ← ten-2\n   └─ of the host: ${step}\n`)
    expect(await resultOf(output, { [step]: { run: (n: number) => n + 100 } })).toBe(10 + 10 + 101)
  })

  test.each([
    ['commas', ['--plug', 'parts/double.wasm,ten.wasm']],
    ['several options', ['--plug', 'parts/double.wasm', '--plug', 'ten.wasm']],
  ])('writes a component with its plugs, of which the first counts: %s', async (_what, options) => {
    const output = at('plugged.wasm')
    const absolute = options.map((each) => each.replace(/[\w/]+\.wasm/g, (name) => at(name)))
    const run = runWeft(['compose', at('ten.wasm'), ...absolute, '-o', output])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await resultOf(output, { [step]: { run: () => 0 } })).toBe(10 + 2)
  })

  test.each([
    ['mermaid', /^flowchart LR\n[\s\S]*n0 -->/],
    ['dot', /^digraph composition \{\n[\s\S]*n1 -> n0/],
  ])('draws for %s', (format, picture) => {
    const run = runWeft(['compose', at('ten.wasm'), at('ten.wasm'), '--graph', format])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toMatch(picture)
  })

  test.each([
    [['ten.wasm'], 2, /ten\.wasm alone is nothing to compose: name more, or --plug/],
    [['app.json', 'ten.wasm'], 2, /app\.json describes all of the composition/],
    [['ten.wasm', 'ten.wasm', '--plug', 'ten.wasm'], 2, /plugs go to one component/],
    [['ten.wasm', '--plug', 'a.wasm,'], 2, /names with commas between them/],
    [['ten.wasm', 'ten.wasm', '--graph', 'svg'], 2, /Allowed choices are text, mermaid, dot/],
    [['ten.wasm', 'nowhere.wasm'], 1, /cannot read .*nowhere\.wasm: there is no such file/],
    [['ten.wasm', 'module.wasm'], 1, /module\.wasm: this is a core module, not a component/],
    [['ten.wasm', 'app.json'], 1, /app\.json is no WebAssembly binary/],
    [['ten.wasm', 'nothing.wasm'], 1, /ten imports nothing of nothing: it imports test:pipe\/step@0\.1\.0/],
    [['ten.wasm', 'other.wasm'], 1, /ten\/test:pipe\/step@0\.1\.0#run: .*\(n: u32\) -> u32 was wanted/],
    [['missing.json'], 1, /missing\.json: instances\.a: cannot read .*a\.wasm: there is no such file/],
    [['broken.json'], 1, /broken\.json: this is no JSON: Unexpected end/],
    [['app.json', '-o', '.'], 1, /cannot write .*directory/],
  ])('%j is refused', (parameters, exitCode, message) => {
    const absolute = parameters.map((each) => (/\.(wasm|json)$|^\.$/.test(each) ? at(each) : each))
    const run = runWeft(['compose', ...absolute])
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toMatch(message)
  })
})
