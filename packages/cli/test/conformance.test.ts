import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runWeft, withoutGpu } from './support/run-weft.js'

const scripts = {
  'good.wast': `(module (func (export "half") (param f32) (result f32) (f32.mul (local.get 0) (f32.const 0.5)))
      (func (export "grow") (result i32) (memory.grow (i32.const 1))) (memory 1))
    (assert_return (invoke "half" (f32.const 3)) (f32.const 1.5))
    (assert_return (invoke "half" (f32.const 0x1p-149)) (f32.const 0))
    (assert_return (invoke "grow") (i32.const 1))
    (assert_invalid (module (func (result i32))) "type mismatch")`,
  'bad.wast': `(module (func (export "one") (result i32) (i32.const 1)))
    (assert_return (invoke "one") (i32.const 2))`,
  'denormal.wast': `(module (func (export "half") (param f32) (result f32) (f32.mul (local.get 0) (f32.const 0.5))))
    (assert_return (invoke "half" (f32.const 0x1p-126)) (f32.const 0x1p-127))`,
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-conformance-'))
  mkdirSync(join(folder, 'inner'))
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, 'inner', name), text)
})
afterAll(() => rmSync(folder, { recursive: true }))

const path = (name: keyof typeof scripts) => join(folder, 'inner', name)

describe('weft conformance', () => {
  test('tells for each file what passed, and why assertions were skipped', () => {
    const run = runWeft(['conformance', path('good.wast')])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toMatch(/^FILE .*\n.*good\.wast +passed +2 +0 +2\ntotal +passed +2 +0 +2\n/)
    expect(run.stdout).toMatch(/\nSkipped\n .*good\.wast\n +1 {2}memory-grow: .*cannot grow memory\n/)
    expect(run.stdout).toMatch(/\nNot about devices\n +1 {2}about the validation of modules/)
  })

  test('a failure shows both values, and is exit code 1', () => {
    const run = runWeft(['conformance', '--device', 'cpu', folder])
    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(run.stdout).toMatch(/bad\.wast +FAILED +0 +1 +0\n/)
    expect(run.stdout).toMatch(
      /bad\.wast, line 2: .*\n +expected \(i32\.const 2\)\n +actual {3}i32 0x00000001\n/,
    )
  })

  test('prints one JSON object', () => {
    const run = runWeft(['conformance', '--json', folder])
    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    const report = JSON.parse(run.stdout)
    expect(Object.keys(report)).toEqual(['files', 'passed', 'failed', 'skipped'])
    expect(report).toMatchObject({ passed: 3, failed: 1, skipped: 2 })
    expect(report.files[0]).toEqual({
      file: path('bad.wast'),
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [
        {
          case: 'line 2: (assert_return (invoke "one") (i32.const 2))',
          expected: '(i32.const 2)',
          actual: 'i32 0x00000001',
        },
      ],
      skips: [],
    })
  })

  test('on a GPU, strict floats are exact, and fast ones are classified', () => {
    const strict = runWeft(['conformance', '--device', 'gpu', path('denormal.wast')])
    expect(strict).toMatchObject({ exitCode: 0, stderr: '' })
    const fast = runWeft(['conformance', '--device', 'gpu', '--float', 'fast', path('denormal.wast')])
    expect(fast).toMatchObject({ exitCode: 0, stderr: '' })
    expect(fast.stdout).toMatch(/denormal\.wast +inexact +0 +1 +0\n/)
    expect(fast.stdout).toMatch(/f32 0x0+ \(flushed denormal\)\n/)
  })

  test.each([
    [['conformance', 'nowhere.wast'], 2, /there is no file or folder nowhere\.wast/],
    [['conformance'], 2, /missing required argument 'path'/],
    [['conformance', '--device', 'tpu', 'x'], 2, /Allowed choices are sequential, cpu, gpu/],
  ])('%j is refused', (parameters, exitCode, message) => {
    const run = runWeft(parameters)
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toMatch(message)
  })

  test('a device that is not there is an error with its reason', () => {
    const run = runWeft(['conformance', '--device', 'gpu', folder], withoutGpu)
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(/there is no gpu device: .+/)
  })
})
