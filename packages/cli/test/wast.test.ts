import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runWeft } from './support/run-weft.js'

const one = `(component (core module $m (func (export "one") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m)) (func (export "one") (result u32) (canon lift (core func $i "one"))))`
const scripts = {
  'bad.wast': `${one} (assert_return (invoke "one") (u32.const 2))`,
  'good.wast': `${one} (assert_return (invoke "one") (u32.const 1)) (assert_invalid (module) "x")`,
  'none.wast': '(component)',
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-wast-'))
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), text)
})
afterAll(() => rmSync(folder, { recursive: true }))

const path = (name: keyof typeof scripts) => join(folder, name)

describe('weft wast', () => {
  test('tells for each file what passed, and why assertions were skipped', () => {
    const run = runWeft(['wast', path('good.wast')])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toMatch(/^FILE .*\n.*good\.wast +passed +1 +0 +1\ntotal +passed +1 +0 +1\n/)
    expect(run.stdout).toMatch(/\nSkipped\n .*good\.wast\n +1 {2}is about a core module/)
  })

  test('a failure shows both values, and is exit code 1', () => {
    const run = runWeft(['wast', folder])
    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(run.stdout).toMatch(
      /bad\.wast, line 2: .*\n +expected \(u32\.const 2\)\n +actual {3}\(u32\.const 1\)\n/,
    )
  })

  test('prints one JSON object', () => {
    const run = runWeft(['wast', '--json', path('bad.wast'), path('good.wast')])
    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    const report = JSON.parse(run.stdout)
    expect(Object.keys(report)).toEqual(['files', 'passed', 'failed', 'skipped'])
    expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 1 })
    expect(report.files[0]).toEqual({
      file: path('bad.wast'),
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [
        {
          case: 'line 2: (assert_return (invoke "one") (u32.const 2))',
          expected: '(u32.const 2)',
          actual: '(u32.const 1)',
        },
      ],
      skips: [],
    })
  })

  test.each([
    [['wast', 'nowhere.wast'], 2, /there is no file or folder nowhere\.wast/],
    [['wast'], 2, /missing required argument 'path'/],
    [['wast', '--timeout', 'soon', 'x'], 2, /timeout/],
  ])('%j is refused', (parameters, exitCode, message) => {
    const run = runWeft(parameters)
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toMatch(message)
  })

  test('a file without an assertion proves nothing', () => {
    const run = runWeft(['wast', path('none.wast')])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toMatch(/there is not one assertion/)
  })
})
