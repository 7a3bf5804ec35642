import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import loadWabt from 'wabt'
import { fixture, runWeft } from './support/run-weft.js'

let folder = ''
let guest = ''

/** A guest that carries a kernel module in a data segment and runs it by parallel_exec, as 2022's prototype did. */
function guestText(kernel: Uint8Array): string {
  const data = Array.from(kernel, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
  return `(module
    (import "wasi_ephemeral_parallel" "get_device" (func $get_device (param i32 i32) (result i32)))
    (import "wasi_ephemeral_parallel" "create_buffer" (func $create_buffer (param i32 i32 i32 i32) (result i32)))
    (import "wasi_ephemeral_parallel" "read_buffer" (func $read_buffer (param i32 i32 i32) (result i32)))
    (import "wasi_ephemeral_parallel" "parallel_exec"
      (func $parallel_exec (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 2048) "${data}")
    (func (export "prepare") (result i32)
      (i32.add (call $get_device (i32.const 0) (i32.const 0))
        (call $create_buffer (i32.load (i32.const 0)) (i32.const 64) (i32.const 1) (i32.const 4))))
    (func (export "run") (param $length i32) (result i32)
      (call $parallel_exec (i32.load (i32.const 0)) (i32.const 2048) (local.get $length)
        (i32.const 16) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 1)))
    (func (export "element") (param $index i32) (result i32)
      (drop (call $read_buffer (i32.load (i32.const 4)) (i32.const 1024) (i32.const 64)))
      (i32.load offset=1024 (i32.shl (local.get $index) (i32.const 2)))))`
}

let kernelLength = 0

beforeAll(async () => {
  const wabt = await loadWabt()
  const text = readFileSync(fixture('kernel.wat'), 'utf8')
  const kernel = wabt.parseWat('kernel.wat', text, { threads: true }).toBinary({}).buffer
  kernelLength = kernel.length
  folder = mkdtempSync(join(tmpdir(), 'weft-kernel-'))
  guest = join(folder, 'guest.wat')
  writeFileSync(guest, guestText(kernel))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function run(calls: readonly string[], options: readonly string[]) {
  return runWeft(['run', guest, ...options, ...calls.flatMap((call) => ['--invoke', call])])
}

describe('a guest with kernel bytes in a data segment', () => {
  test.each([
    [['--device-numbers', '2021']],
    [['--device-numbers', '2021', '--memory', 'shared']],
    [['--device', 'sequential']],
  ])('runs with %j', (options) => {
    const calls = ['prepare', `run(${kernelLength})`, 'element(0)', 'element(15)']
    expect(run(calls, options)).toEqual({ exitCode: 0, stdout: '0\n0\n0\n15\n', stderr: '' })
  })

  test('is told when the bytes are no module', () => {
    const { exitCode, stdout, stderr } = run(['prepare', 'run(7)'], ['--device', 'cpu'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '0\n10\n' })
    expect(stderr).toMatch(/^failed: parallel_exec failed with invalid_kernel: .*\n$/)
  })

  test('is looked into by inspect and kernel', () => {
    const { guest: report } = JSON.parse(runWeft(['inspect', guest, '--json']).stdout)
    expect(report.dataKernels).toMatchObject([
      { place: 'data segment 0, offset 0x0', kernel: { buffers: 1, gpu: { float: 'strict' } } },
    ])
    const shown = runWeft(['kernel', guest])
    expect(shown.stdout).toMatch(/^\/\/ .*guest\.wat: kernel@0:0 \(data segment 0, offset 0x0\)\n/)
    expect(runWeft(['kernel', guest, '--function', 'kernel@0:0'])).toEqual(shown)
  })
})
