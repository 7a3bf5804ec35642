import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../count-tests.js', import.meta.url))
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-count-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function result(name, testResults) {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ testResults }))
  return path
}

function count(paths) {
  const { status, stdout } = spawnSync(process.execPath, [script, ...paths], { encoding: 'utf8' })
  return { status, lines: stdout.trimEnd().split('\n') }
}

const passed = { status: 'passed', fullName: 'a' }
const failed = {
  status: 'failed',
  fullName: 'b',
  failureMessages: ['\u001B[31mexpected 1 to be 2\u001B[39m\n    at b'],
}

test('adds up several results', () => {
  const paths = [
    result('1.json', [{ status: 'passed', assertionResults: [passed, passed] }]),
    result('2.json', [{ status: 'passed', assertionResults: [passed] }]),
  ]
  expect(count(paths)).toEqual({ status: 0, lines: ['3 passed, 0 failed'] })
})

test('names what failed, and says how', () => {
  const paths = [
    result('1.json', [{ name: 'b.test.ts', status: 'failed', assertionResults: [passed, failed] }]),
  ]
  expect(count(paths)).toEqual({
    status: 1,
    lines: ['1 failed:', '  b.test.ts: b', '    expected 1 to be 2', '        at b', '1 passed, 1 failed'],
  })
})

test('names what was skipped', () => {
  const skipped = { status: 'skipped', fullName: 'needs clang' }
  const paths = [result('1.json', [{ status: 'passed', assertionResults: [passed, skipped] }])]
  expect(count(paths)).toEqual({ status: 0, lines: ['1 skipped:', '  needs clang', '1 passed, 0 failed'] })
})

test('counts a file that could not be loaded, and a result that is not there', () => {
  const missing = join(folder, 'missing.json')
  const broken = { name: 'c.test.ts', status: 'failed', message: 'cannot load it', assertionResults: [] }
  expect(count([result('1.json', [broken]), missing])).toEqual({
    status: 1,
    lines: [
      '2 failed:',
      '  c.test.ts',
      '    cannot load it',
      `  ${missing}`,
      '    this result was not written',
      '0 passed, 2 failed',
    ],
  })
})

test('says of a file whose hook failed where to look', () => {
  const paths = [
    result('1.json', [{ name: 'b.test.ts', status: 'failed', message: '', assertionResults: [] }]),
  ]
  expect(count(paths)).toMatchObject({
    status: 1,
    lines: ['1 failed:', '  b.test.ts', expect.stringContaining('FAIL'), '0 passed, 1 failed'],
  })
})
