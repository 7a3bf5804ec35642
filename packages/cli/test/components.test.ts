import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runWeft } from './support/run-weft.js'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-components-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const wit = `package test:adder;
interface host { note: func(text: string); }
world adder { import host; export add: func(a: u32, b: u32) -> u32; }
`

const source = `import { note } from './gen/test-adder-host'

export function add(a: u32, b: u32): u32 {
  note('adding')
  return a + b
}
`

const isComponent = (file: string) => runWeft(['types', file]).exitCode === 0

describe('weft bindgen', () => {
  test('says what it wrote, and what not', () => {
    const path = write('adder.wit', wit)
    const gen = join(folder, 'gen')
    const first = runWeft(['bindgen', path, '-o', gen])
    expect(first).toEqual({
      exitCode: 0,
      stdout: `wrote      ${gen}/adder.ts\nwrote      ${gen}/test-adder-host.ts\n`,
      stderr: '',
    })
    write('adder.wit', wit.replace('import host; ', ''))
    expect(runWeft(['bindgen', path, '-o', gen]).stdout).toBe(
      `unchanged  ${gen}/adder.ts\nremoved    ${gen}/test-adder-host.ts\n`,
    )
  })

  test('takes one of several worlds', () => {
    const path = write('two.wit', 'package a:b;\nworld one {}\nworld two {}\n')
    const output = ['-o', join(folder, 'gen')]
    expect(runWeft(['bindgen', path, '-w', 'two', ...output]).stdout).toContain('two.ts')
    const none = runWeft(['bindgen', path, ...output])
    expect(none).toMatchObject({ exitCode: 1, stdout: '' })
    expect(none.stderr).toMatch(/two.wit: .*several worlds/)
  })

  test.each([
    [['wit', '--out', 'x'], 2, /unknown option '--out'/],
    [[], 2, /missing required argument 'wit'/],
    [['wit', '-o', 'gen.ts'], 2, /is no name for a folder/],
    [['nowhere.wit'], 1, /nowhere.wit: there is no such file or folder/],
  ])('refuses %j', (parameters, exitCode, message) => {
    const run = runWeft(['bindgen', ...parameters])
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toMatch(message)
  })

  test('shows the place of a mistake', () => {
    const run = runWeft(['bindgen', write('bad.wit', 'package a:b;\nworld w { export f: fun(); }\n')])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(/bad.wit:2:\d+: /)
  })
})

describe('weft build', () => {
  test('makes a component where WIT lies beside the source or its folder, or is given', () => {
    const output = join(folder, 'out.wasm')
    const beside = write('one/guest.ts', source)
    write('one/wit/adder.wit', wit)
    const above = write('two/assembly/guest.ts', source)
    write('two/wit/adder.wit', wit)
    const apart = write('three/guest.ts', source)
    const given = ['--wit', write('adder.wit', wit), '--world', 'adder']
    for (const parameters of [[beside], [above], [apart, ...given]]) {
      const run = runWeft(['build', ...parameters, '-o', output])
      expect(run).toMatchObject({ exitCode: 0, stderr: '' })
      expect(run.stdout).toMatch(/^\S+out\.wasm {2}\d\S* \w+\n$/)
      expect(isComponent(output)).toBe(true)
      rmSync(output)
    }
  })

  test('makes a core module without WIT, and by --core', () => {
    const guest = write('guest.ts', 'export function add(a: i32, b: i32): i32 { return a + b }\n')
    const call = ['run', join(folder, 'guest.wasm'), '--invoke', 'add(1, 2)']
    expect(runWeft(['build', guest]).exitCode).toBe(0)
    expect(runWeft(call).stdout).toBe('3\n')
    write('wit/adder.wit', wit)
    rmSync(join(folder, 'guest.wasm'))
    expect(runWeft(['build', guest, '--core']).exitCode).toBe(0)
    expect(runWeft(call).stdout).toBe('3\n')
    expect(existsSync(join(folder, 'gen'))).toBe(false)
  })

  test('writes bindings where it is told to, relative to the current folder', () => {
    const guest = write('src/guest.ts', source.replace('./gen/', '../bound/'))
    const run = runWeft(['build', guest, '--wit', write('a.wit', wit), '--bindings', join(folder, 'bound')])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(existsSync(join(folder, 'bound/test-adder-host.ts'))).toBe(true)
  })

  test('writes a source map with --debug only', () => {
    const parameters = ['build', write('guest.ts', source), '--wit', write('a.wit', wit)]
    const map = join(folder, 'guest.core.wasm.map')
    expect(runWeft(parameters).exitCode).toBe(0)
    expect(existsSync(map)).toBe(false)
    expect(runWeft([...parameters, '--debug']).exitCode).toBe(0)
    expect(existsSync(map)).toBe(true)
    expect(isComponent(join(folder, 'guest.wasm'))).toBe(true)
  })

  test('shows every mistake, with its place', () => {
    const text = 'export function add(a: u32): u32 { return a }\nexport function sub(): void {}\n'
    const run = runWeft(['build', write('guest.ts', text), '--wit', write('a.wit', wit)])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(
      /^error: cannot build guest: [\s\S]*nobody will see the export sub[\s\S]*guest\.ts\(2,/,
    )
    expect(existsSync(join(folder, 'guest.wasm'))).toBe(false)
  })

  test('warns on stderr, and goes on', () => {
    const text = source.replace('return a', "WARNING('careful')\n  return a")
    const run = runWeft(['build', write('guest.ts', text), '--wit', write('a.wit', wit)])
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toMatch(/^\S+guest\.wasm {2}/)
    expect(run.stderr).toMatch(/WARNING .*careful[\s\S]*guest\.ts\(5,3\)/)
  })

  test.each([
    [['--world', 'adder'], /--world is for components, and there is no folder wit/],
    [['--bindings', 'gen'], /--bindings is for components/],
    [['--core', '--wit', 'a.wit'], /'--core' cannot be used with option '--wit/],
    [['--optimise'], /unknown option '--optimise'/],
  ])('refuses %j', (parameters, message) => {
    const guest = write('guest.ts', 'export function one(): i32 { return 1 }\n')
    const run = runWeft(['build', guest, ...parameters])
    expect(run).toMatchObject({ exitCode: 2, stdout: '' })
    expect(run.stderr).toMatch(message)
  })
})
