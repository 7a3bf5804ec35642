import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, invoke, program, runWeft, withoutGpu } from './support/run-weft.js'
import { spansIn } from './support/spans-in.js'

describe('weft run --invoke', () => {
  test('prints each result on a line of its own, in order, of one instance', () => {
    const run = invoke('arithmetic.wat', ['count', 'count()', 'nothing', 'add(2, -5)', 'count'])
    expect(run).toEqual({ exitCode: 0, stdout: '1\n2\n-3\n3\n', stderr: '' })
  })

  test('carries every plain type exactly', () => {
    const calls = [
      'i32(0xffffffff)',
      'i64(9007199254740993)',
      'i64(0xffffffffffffffff)',
      'f32(0.1)',
      'f64(0.1)',
      'f64(-0)',
      'f64(nan)',
      'f32(-inf)',
      'f64(1e300)',
      'add64(9223372036854775807, 1)',
    ]
    const expected = [
      '-1',
      '9007199254740993',
      '-1',
      '0.1',
      '0.1',
      '-0',
      'nan',
      '-inf',
      '1e+300',
      '-9223372036854775808',
    ]
    expect(invoke('arithmetic.wat', calls).stdout).toBe(`${expected.join('\n')}\n`)
  })

  test('separates several results by spaces', () => {
    expect(invoke('arithmetic.wat', ['all(1, 2, 0.5, inf)']).stdout).toBe('inf 0.5 2 1\n')
  })

  test('takes a name with parentheses', () => {
    expect(invoke('arithmetic.wat', ['odd (name)()']).stdout).toBe('5\n')
  })

  test('stops at a trap, with its cause and place on stderr', () => {
    const run = invoke('arithmetic.wat', ['count', 'trap', 'count'])
    expect(run).toMatchObject({ exitCode: 1, stdout: '1\n' })
    expect(run.stderr).toBe('error: trap trapped: unreachable\n  in $inner, called from $outer\n')
  })

  test.each([
    ['deep(0)', 'call stack exhausted'],
    ['divide(1, 0)', 'divide by zero'],
  ])('names the cause of %s', (call, cause) => {
    const run = invoke('arithmetic.wat', [call])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain(`${call} trapped: ${cause}`)
  })

  test.each([
    ['missing()', 1, /no exported function "missing".*\n {2}add\(i32, i32\) -> i32\n/],
    ['add(1)', 1, /add was given 1 argument, but it is add\(i32, i32\) -> i32/],
    ['add(1, x)', 1, /argument 2 of add: "x" is no i32/],
    ['add(1, 2', 2, /cannot read --invoke/],
    ['reference(1)', 1, /reference cannot be called from here: it has a value of type externref/],
  ])('refuses %s before anything runs, with exit code %i', (call, exitCode, message) => {
    const run = invoke('arithmetic.wat', ['count', call])
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toMatch(message)
  })
})

describe('weft run without --invoke', () => {
  test('lists the exports of a guest that has no _start', () => {
    const run = runWeft(['run', fixture('arithmetic.wat')])
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toMatch(/no _start.*--invoke[\s\S]*\n {2}count\(\) -> i32\n/)
  })

  test('runs a WASI command with its arguments; proc_exit gives the exit code', () => {
    const run = runWeft(['run', fixture('command.wat'), '--', 'one', '--two'])
    expect(run).toEqual({ exitCode: 3, stdout: 'hello\n', stderr: '' })
  })

  test('prints what _start returns, and fails if it is not 0', () => {
    expect(runWeft(['run', fixture('start-result.wat')])).toEqual({ exitCode: 1, stdout: '7\n', stderr: '' })
    expect(runWeft(['run', fixture('start-zero.wat')])).toEqual({ exitCode: 0, stdout: '0\n', stderr: '' })
  })
})

describe('weft run with parallel work', () => {
  const prepare = ['device(1)', 'buffer(1000)']
  const sum = ((999 * 1000 * 1999) / 6) | 0

  test.each([
    [],
    ['--device', 'cpu'],
    ['--device', 'sequential'],
    ['--threads', '1'],
    ['--threads', '2', '--memory', 'shared'],
    ['--memory', 'isolated'],
  ])('gives the same result with %s %s %s %s', (...options) => {
    const run = invoke('squares.wat', [...prepare, 'run(1, 1000)', 'sum(1000)'], options)
    expect(run).toEqual({ exitCode: 0, stdout: `0\n0\n0\n${sum}\n`, stderr: '' })
  })

  test('takes a module from a pipe', () => {
    // (func (export "f") (result i32) (i32.const 7))
    const input = 'AGFzbQEAAAABBQFgAAF/AwIBAAcFAQFmAAAKBgEEAEEHCw=='
    const piped = `base64 -d | "$0" "$1" run /dev/stdin --invoke 'f()'`
    const run = spawnSync('sh', ['-c', piped, process.execPath, program], { input })
    expect({ status: run.status, stdout: String(run.stdout) }).toEqual({ status: 0, stdout: '7\n' })
  })

  test('leaves a trace of the kernels that ran', () => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-trace-'))
    const file = join(folder, 'trace.json')
    const run = invoke('squares.wat', [...prepare, 'run(1, 1000)', 'run(1, 10)'], ['--trace', file])
    expect(run.exitCode).toBe(0)
    expect(spansIn(file)).toEqual(['parallel for', 'parallel for'])
    rmSync(folder, { recursive: true })
  })

  test('numbers devices as in 2021 if told to', () => {
    const run = invoke('squares.wat', ['device(0)', 'device(3)'], ['--device-numbers', '2021', '--json'])
    const report = JSON.parse(run.stdout)
    expect(
      report.devices.map(({ hint, chosen }: { hint: string; chosen: { kind: string } }) => [
        hint,
        chosen.kind,
      ]),
    ).toEqual([['cpu', 'cpu']])
    expect(report.results[1].values).not.toEqual([0])
  })

  test('tells a failed call of the host on one line, and goes on', () => {
    const run = invoke('squares.wat', [
      ...prepare,
      'run(2, 1000)',
      'run(0, 1000)',
      'run(1, 1000)',
      'sum(1000)',
    ])
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toMatch(new RegExp(`^0\n0\n14\n13\n0\n${sum}\n$`))
    expect(run.stderr.split('\n')).toEqual([
      expect.stringMatching(
        /^failed: parallel_for failed with kernel_trap: .*iteration 5.*unreachable.*\$fail/,
      ),
      expect.stringMatching(/^failed: parallel_for failed with invalid_table_index: /),
      '',
    ])
  })

  test('ends a kernel that does not end, and goes on', () => {
    const calls = [...prepare, 'run(3, 1000)', 'run(1, 1000)', 'sum(1000)']
    let run = invoke('squares.wat', calls, ['--timeout', '100'])
    for (const timeout of ['2000', '30000']) {
      // The limit holds for both kernels: on a busy machine it may be short for the one that ends.
      if (!run.stdout.startsWith('0\n0\n15\n15\n')) break
      run = invoke('squares.wat', calls, ['--timeout', timeout])
    }
    expect(run).toMatchObject({ exitCode: 0, stdout: `0\n0\n15\n0\n${sum}\n` })
    expect(run.stderr).toContain('failed with timed_out')
  })

  test('says that a device has no time limits', () => {
    const run = invoke('squares.wat', ['device(1)'], ['--timeout', '50', '--device', 'sequential'])
    expect(run).toMatchObject({ exitCode: 0, stdout: '0\n' })
    expect(run.stderr).toMatch(
      /^device: sequential \(.*\) cannot end a kernel: the time limit has no effect on it\n$/,
    )
  })

  test('says a downgrade once, and makes it an error if strict', () => {
    const run = invoke('squares.wat', ['device(2)', 'device(2)'], [], withoutGpu)
    expect(run).toMatchObject({ exitCode: 0, stdout: '0\n0\n' })
    expect(run.stderr).toMatch(/^device: wanted discrete_gpu, using cpu \(.*\): .*no backend has one.*\n$/)
    const strict = invoke('squares.wat', ['device(1)'], ['--device', 'gpu', '--strict'], withoutGpu)
    expect(strict).toMatchObject({ exitCode: 1, stdout: '2\n' })
    expect(strict.stderr).toMatch(/^failed: get_device failed with no_device: .*\n$/)
  })
})

describe('weft run --json', () => {
  test('prints one object and nothing else', () => {
    const run = invoke('squares.wat', ['device(1)', 'buffer(10)', 'run(2, 10)'], ['--json'])
    expect(JSON.parse(run.stdout)).toMatchObject({
      results: [
        { invoke: 'device(1)', values: [0] },
        { invoke: 'buffer(10)', values: [0] },
        { invoke: 'run(2, 10)', values: [14] },
      ],
      devices: [{ hint: 'cpu', chosen: { kind: 'cpu', backend: 'cpu' } }],
      failures: [
        {
          function: 'parallel_for',
          errno: 'kernel_trap',
          iteration: 5,
          kernelFunction: 'fail',
          cause: 'unreachable',
        },
      ],
      exitCode: 0,
    })
  })

  test('carries what numbers of JSON cannot as text', () => {
    const run = invoke(
      'arithmetic.wat',
      ['all(1, 9007199254740993, 0.1, nan)', 'f64(-0)', 'nothing'],
      ['--json'],
    )
    expect(JSON.parse(run.stdout).results).toEqual([
      { invoke: 'all(1, 9007199254740993, 0.1, nan)', values: ['nan', 0.1, '9007199254740993', 1] },
      { invoke: 'f64(-0)', values: ['-0'] },
      { invoke: 'nothing', values: [] },
    ])
  })

  test('says what ended the run, and keeps the results before it', () => {
    const run = invoke('arithmetic.wat', ['count', 'trap'], ['--json'])
    expect(run.exitCode).toBe(1)
    expect(JSON.parse(run.stdout)).toMatchObject({
      results: [{ invoke: 'count', values: [1] }],
      error: expect.stringContaining('trap trapped: unreachable'),
      exitCode: 1,
    })
  })

  test("leaves the guest's own output to stderr", () => {
    const run = runWeft(['run', fixture('command.wat'), '--json'])
    expect(JSON.parse(run.stdout)).toEqual({
      results: [],
      devices: [],
      fallbacks: [],
      failures: [],
      exitCode: 1,
    })
    expect(run).toMatchObject({ exitCode: 1, stderr: 'hello\n' })
  })
})
