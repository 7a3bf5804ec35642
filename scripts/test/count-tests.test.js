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

test('adds up several results', () => {
  const paths = [
    result('1.json', [{ status: 'passed', assertionResults: [passed, passed] }]),
    result('2.json', [{ status: 'failed', assertionResults: [passed, { status: 'failed', fullName: 'b' }] }]),
  ]
  expect(count(paths)).toEqual({ status: 1, lines: ['3 passed, 1 failed'] })
})

test('names what was skipped', () => {
  const skipped = { status: 'skipped', fullName: 'needs clang' }
  const paths = [result('1.json', [{ status: 'passed', assertionResults: [passed, skipped] }])]
  expect(count(paths)).toEqual({ status: 0, lines: ['1 skipped:', '  needs clang', '1 passed, 0 failed'] })
})

test('counts a file that could not be loaded, and a result that is not there', () => {
  const paths = [result('1.json', [{ status: 'failed', assertionResults: [] }]), join(folder, 'missing.json')]
  expect(count(paths)).toEqual({ status: 1, lines: ['0 passed, 2 failed'] })
})
