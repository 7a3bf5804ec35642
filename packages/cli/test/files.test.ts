import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assembleText } from '../src/assemble-text.js'
import { fixture, runWeft } from './support/run-weft.js'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-cli-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(name: string, content: string | readonly number[]): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : Uint8Array.from(content))
  return path
}

const header = [0x00, 0x61, 0x73, 0x6d]

describe.each(['run', 'inspect'])('weft %s refuses', (command) => {
  const refusal = (path: string) => {
    const { exitCode, stdout, stderr } = runWeft([command, path])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    return stderr
  }

  test('a file that is not there', () => {
    expect(refusal(join(folder, 'missing.wasm'))).toMatch(
      /^error: cannot read .*missing.wasm: there is no such file\n$/,
    )
  })

  test('a directory', () => {
    expect(refusal(folder)).toContain('it is a directory')
  })

  test('an empty file', () => {
    expect(refusal(file('empty.wasm', ''))).toContain('is empty')
  })

  test('a file of another kind', () => {
    expect(refusal(file('other.wasm', 'hello'))).toContain(
      'it starts with 68 65 6c 6c and not with 00 61 73 6d',
    )
  })

  test('text with the ending of a binary', () => {
    expect(refusal(file('text.wasm', '(module)'))).toContain('give it the ending .wat')
  })

  test('a component, as a binary and as text', () => {
    expect(refusal(file('component.wat', '(component)'))).toMatch(
      /is the text of a component: assemble it first/,
    )
    if (command === 'run') return
    const binary = file('component.wasm', [...header, 0x0d, 0x00, 0x01, 0x00])
    expect(refusal(binary)).toMatch(/is a component, and this command takes core modules/)
  })

  test('a header that is cut off, and a section that is', () => {
    expect(refusal(file('header.wasm', header))).toContain('its header is wrong or cut off')
    expect(refusal(file('section.wasm', [...header, 1, 0, 0, 0, 1, 5]))).toMatch(/is malformed: .*offset 0x/)
  })

  test('text with a mistake, with line and column', () => {
    const syntax = file('syntax.wat', '(module\n  (func (export "f") (foo)))\n')
    expect(refusal(syntax)).toMatch(/syntax.wat:2:23: error: unexpected token "foo"/)
    const type = file('type.wat', '(module\n  (func (export "f") (result i32)))\n')
    expect(refusal(type)).toMatch(/type.wat:2:\d+: error: type mismatch/)
  })
})

test('a stack is shown only if WEFT_DEBUG is 1', () => {
  const missing = join(folder, 'missing.wasm')
  expect(runWeft(['run', missing]).stderr.split('\n')).toHaveLength(2)
  expect(runWeft(['run', missing], { WEFT_DEBUG: '1' }).stderr).toMatch(
    /\n {4}at .*\n[\s\S]*caused by Error: ENOENT/,
  )
})

test('WebAssembly text may use every feature that the engine has', () => {
  const features = `(module
    (memory 1 1 shared)
    (type $point (struct (field i32)))
    (tag $oops)
    (func $tail (param i32) (result i32) (return_call $one))
    (func $one (result i32) (i32.const 1))
    (func (export "f") (result i32)
      (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
      (i32x4.extract_lane 0 (i32x4.splat (call $tail (i32.const 0))))))`
  const run = runWeft(['run', file('features.wat', features), '--invoke', 'f'])
  expect(run).toEqual({ exitCode: 0, stdout: '1\n', stderr: '' })
})

test('the fixtures stand where the tests say', () => {
  expect(runWeft(['inspect', fixture('squares.wat')]).exitCode).toBe(0)
})

test('only the part of a buffer that is the text is translated', async () => {
  const whole = new TextEncoder().encode(
    'garbage(module (func (export "ü") (result i32) (i32.const 1)))garbage',
  )
  const bytes = await assembleText('part.wat', whole.subarray(7, whole.length - 7))
  expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true)
})
