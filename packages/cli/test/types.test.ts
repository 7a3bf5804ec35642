import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runWeft } from './support/run-weft.js'

const one = `(component (core module $m (func (export "one") (result i32) (unreachable)) (func $start unreachable)
  (start $start)) (core instance $i (instantiate $m)) (func (export "one") (result u32) (canon lift (core func $i "one"))))`

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weft-types-'))
  writeFileSync(join(folder, 'one.wasm'), await parse(one))
  writeFileSync(join(folder, 'one.wat'), one)
  writeFileSync(join(folder, 'module.wasm'), await parse('(module)'))
  writeFileSync(join(folder, 'cut.wasm'), (await parse(one)).subarray(0, 30))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('weft types', () => {
  test('writes declarations without running the component', () => {
    const run = runWeft(['types', join(folder, 'one.wasm')])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toContain('export type Exports = {\n  /** `one: func() -> u32` */\n  one(): number\n}')
    const output = join(folder, 'one.d.ts')
    expect(runWeft(['types', join(folder, 'one.wasm'), '-o', output])).toMatchObject({
      exitCode: 0,
      stdout: '',
    })
    expect(readFileSync(output, 'utf8')).toBe(run.stdout)
  })

  test.each([
    ['nowhere.wasm', /cannot read .*nowhere\.wasm: there is no such file/],
    ['one.wat', /one\.wat is no WebAssembly binary: assemble text first/],
    ['module.wasm', /module\.wasm: this is a core module, not a component/],
    ['cut.wasm', /cut\.wasm: length \d+ runs past the end/],
  ])('%s is refused', (name, message) => {
    const run = runWeft(['types', join(folder, name)])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(message)
  })

  test('a folder is no place to write to', () => {
    const run = runWeft(['types', join(folder, 'one.wasm'), '-o', folder])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(/cannot write .*directory/)
  })
})
