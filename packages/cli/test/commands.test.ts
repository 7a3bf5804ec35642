import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixture, runWeft, withoutGpu } from './support/run-weft.js'

describe('the command line', () => {
  test.each([
    [['--help'], /Usage: weft[\s\S]*Examples:[\s\S]*Exit codes/],
    [['run', '--help'], /Usage: weft run[\s\S]*--invoke[\s\S]*Examples:/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%j succeeds', (parameters, output) => {
    const run = runWeft(parameters)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toMatch(output)
  })

  test.each([
    [[], /Usage: weft/],
    [['rnu'], /unknown command 'rnu'\n\(Did you mean run\?\)/],
    [['run'], /missing required argument 'guest'/],
    [['run', 'x.wasm', '--thread', '2'], /unknown option '--thread'\n\(Did you mean --threads\?\)/],
    [['run', 'x.wasm', '--device', 'tpu'], /Allowed choices are cpu, sequential, gpu/],
    [['run', 'x.wasm', '--threads', '0'], /whole number from 1 to 1024/],
    [['run', 'x.wasm', '--timeout', '-1'], /number of milliseconds greater than 0/],
    [['run', 'x.wasm', '--memory', 'mine'], /Allowed choices are isolated, shared/],
    [['run', 'x.wasm', '--env', 'A'], /NAME=VALUE/],
    [['run', 'x.wasm', '--dir', '::a'], /HOST::GUEST/],
    [['devices', 'x'], /too many arguments/],
    [['build', 'guest.wasm'], /its name must end in .ts/],
  ])('%j is refused with a hint', (parameters, message) => {
    const run = runWeft(parameters)
    expect(run).toMatchObject({ exitCode: 2, stdout: '' })
    expect(run.stderr).toMatch(message)
  })
})

describe('weft devices', () => {
  test('lists the devices, and what is missing and why', () => {
    const run = runWeft(['devices'])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toMatch(/^KIND +BACKEND[\s\S]*\ncpu +cpu +\d+ threads?[\s\S]*\nsequential +sequential/)
    expect(run.stdout).toMatch(/_gpu +webgpu +\S.* +\d+ +[\d.]+ [GM]iB +time limit, abort\n/)
    expect(runWeft(['devices'], withoutGpu).stdout).toMatch(
      /Missing\n {2}webgpu +\S.*\b(Vulkan|GPU|driver)\b/,
    )
  })

  test('prints one JSON object', () => {
    const report = JSON.parse(runWeft(['devices', '--json']).stdout)
    const [cpu, sequential, gpu] = report.devices
    expect([cpu.kind, sequential.kind, gpu.backend]).toEqual(['cpu', 'sequential', 'webgpu'])
    expect(gpu.limits.maximumBufferBytes).toBeGreaterThan(2 ** 20)
    expect(report.missing).toEqual([])
    const without = JSON.parse(runWeft(['devices', '--json'], withoutGpu).stdout)
    expect(without.devices.map(({ kind }: { kind: string }) => kind)).toEqual(['cpu', 'sequential'])
    expect(without.missing).toEqual([{ backend: 'webgpu', reason: expect.any(String) }])
  })
})

describe('weft inspect', () => {
  test('says which functions of a guest can be kernels', () => {
    const { exitCode, stdout } = runWeft(['inspect', fixture('kernels.wat')])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/Guest of wasi-parallel\n {2}calls parallel_for\n/)
    expect(stdout).toMatch(
      /Table entry 1: \$good\n {2}can run as a kernel: 1 buffer\n {2}functions: \$helper, \$good\n {2}can run on a GPU: float strict\n/,
    )
    expect(stdout).toMatch(/Table entry 2: \$bad\n {2}cannot run as a kernel:\n( {2}- .*\n){2}/)
    expect(stdout).not.toContain('$no_kernel')
  })

  test('shows imports, exports, memory, tables and sections', () => {
    const { stdout } = runWeft(['inspect', fixture('kernels.wat')])
    expect(stdout).toMatch(/Imports\n {2}wasi_ephemeral_parallel.parallel_for +func +\(i32, .*\) -> i32\n/)
    expect(stdout).toMatch(/Exports\n {2}memory +memory +1 to 4 pages\n/)
    expect(stdout).toMatch(/Tables\n {2}0 {2}funcref, 4 entries\n/)
    expect(stdout).toMatch(/\n {2}code +\d+ bytes\n {2}name +custom +\d+ bytes\n$/)
  })

  test('recognises a kernel module, and says why one cannot run', () => {
    const good = JSON.parse(runWeft(['inspect', '--json', fixture('kernel.wat')]).stdout)
    expect(good.kernel).toEqual({
      buffers: 1,
      staticBytes: 0,
      stackBytes: 0,
      mutableGlobals: 0,
      functions: ['$kernel'],
      gpu: { float: 'strict' },
    })
    const bad = JSON.parse(runWeft(['inspect', '--json', fixture('bad-kernel.wat')]).stdout)
    expect(bad.kernel.problems.length).toBeGreaterThanOrEqual(2)
    expect(bad.kernel.problems.join('\n')).toContain('"env" "log"')
  })
})

describe('weft build', () => {
  let folder = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weft-build-'))
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  function source(name: string, text: string): string {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }

  test('compiles a guest that runs', () => {
    const guest = source('add.ts', 'export function add(a: i32, b: i32): i32 { return a + b }\n')
    const built = join(folder, 'out', 'add.wasm')
    expect(runWeft(['build', guest, '-o', built])).toMatchObject({ exitCode: 0, stderr: '' })
    expect(runWeft(['run', built, '--invoke', 'add(2, 3)']).stdout).toBe('5\n')
  })

  test('writes beside the source by default', () => {
    const guest = source('one.ts', 'export function one(): i32 { return 1 }\n')
    expect(runWeft(['build', guest, '--debug']).exitCode).toBe(0)
    expect(runWeft(['run', join(folder, 'one.wasm'), '--invoke', 'one']).stdout).toBe('1\n')
  })

  test('shows mistakes with their place', () => {
    const run = runWeft(['build', source('wrong.ts', 'export function f(): i32 {\n  return g()\n}\n')])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(/error: cannot build wrong: 1 error\n[\s\S]*'g'[\s\S]*wrong.ts[\s\S]*2/)
  })

  test('says that a source is not there', () => {
    const run = runWeft(['build', join(folder, 'missing.ts')])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain('there is no such file')
  })
})
