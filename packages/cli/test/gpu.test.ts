import { describe, expect, test } from 'vitest'
import { fixture, invoke, runWeft } from './support/run-weft.js'

const prepare = ['device(2)', 'buffer(100)', 'start(100)']
const gpu = ['--device', 'gpu']
const fibonacci15 = 610

/** Makes an engine that has JSPI one that has not. */
const withoutJspi = { NODE_OPTIONS: '--import=data:text/javascript,delete%20WebAssembly.Suspending' }

describe.each([
  ['a guest that is suspended', {}],
  ['a guest in a worker', withoutJspi],
])('weft run --device gpu, %s', (_, environment) => {
  const run = (calls: readonly string[], options: readonly string[] = []) =>
    invoke('gpu.wat', [...prepare, ...calls], [...gpu, ...options], environment)

  test('runs kernels on the GPU', () => {
    expect(run(['run(1, 100)', 'run(1, 100)', 'word(0)', 'word(99)'])).toEqual({
      exitCode: 0,
      stdout: '0\n0\n0\n0\n0\n1002\n1200\n',
      stderr: '',
    })
  })

  test('leaves to the CPU what the GPU cannot run, says so once, and carries the buffers over', () => {
    const { exitCode, stdout, stderr } = run([
      'run(1, 100)',
      'run(2, 100)',
      'run(1, 100)',
      'run(2, 100)',
      'word(15)',
    ])
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `0\n0\n0\n0\n0\n0\n0\n${1000 + 2 * 16 + 2 * fibonacci15}\n`,
    })
    expect(stderr).toMatch(
      /^device: cpu \(\d+ threads?\) runs a kernel that \w+_gpu \(.*\) cannot: function \$fib at offset 0x[\da-f]+: .*\n$/,
    )
  })

  test('strict: that is an error, with the reason, and exit code 1', () => {
    const { exitCode, stdout, stderr } = run(['run(2, 100)', 'run(1, 100)', 'word(0)'], ['--strict'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^0\n0\n0\n[1-9]\d*\n0\n1001\n$/)
    expect(stderr).toMatch(
      /^failed: parallel_for failed with unsupported_kernel: .*function \$fib at offset 0x.*\n$/,
    )
  })

  test('tells of a trap with its iteration, function and cause', () => {
    const report = JSON.parse(run(['run(3, 100)', 'run(1, 100)', 'word(0)'], ['--json']).stdout)
    expect(report).toMatchObject({
      devices: [{ hint: 'discrete_gpu', chosen: { backend: 'webgpu' } }],
      fallbacks: [],
      failures: [
        {
          function: 'parallel_for',
          errno: 'kernel_trap',
          iteration: 37,
          kernelFunction: 'fail',
          cause: 'integer divide by zero',
        },
      ],
      exitCode: 0,
    })
    expect(report.results.at(-1).values).toEqual([1001])
  })
})

describe('weft run on a GPU', () => {
  test('--float strict computes as the CPU does, denormals too', () => {
    const calls = [...prepare, 'run(4, 100)', 'word(7)']
    expect(invoke('gpu.wat', calls, [...gpu, '--float', 'strict']).stdout).toBe(`0\n0\n0\n0\n${0x00400000}\n`)
  })

  test('--json has the kernels that the CPU ran', () => {
    const report = JSON.parse(invoke('gpu.wat', [...prepare, 'run(2, 100)'], [...gpu, '--json']).stdout)
    expect(report.fallbacks).toMatchObject([
      {
        refusedBy: { backend: 'webgpu' },
        chosen: { kind: 'cpu' },
        diagnostics: [{ rule: 'recursion', functionName: 'fib', workaround: expect.any(String) }],
      },
    ])
  })

  test('a guest that asks for a GPU gets one', () => {
    const report = JSON.parse(invoke('gpu.wat', ['device(2)', 'device(1)'], ['--json']).stdout)
    const chosen = report.devices.map((choice: { chosen: { backend: string } }) => choice.chosen.backend)
    expect(chosen).toEqual(['webgpu', 'cpu'])
  })
})

describe('weft kernel', () => {
  test('shows the only kernel of a module, with its place in front of every function', () => {
    const { exitCode, stdout, stderr } = runWeft(['kernel', fixture('kernel.wat')])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(
      /^\/\/ .*kernel\.wat: kernel \(the module itself\)\n\/\/ 1 buffer, float strict, workgroup size 64/,
    )
    expect(stdout).toMatch(/\n\/\/ function \$kernel, index 0, offset 0x[\da-f]+\nfn /)
    expect(stdout).toMatch(/\n\/\/ runtime\n@compute @workgroup_size\(64\)\nfn main\(/)
  })

  test('lists the kernels of a guest, and shows the one that is chosen by name or index', () => {
    const list = runWeft(['kernel', fixture('gpu.wat')])
    expect(list).toMatchObject({
      exitCode: 0,
      stderr: 'choose one with --function NAME or --function INDEX\n',
    })
    expect(list.stdout).toMatch(/^KERNEL +INDEX +PLACE +GPU\n\$add +6 +table entry 1 +yes, float strict\n/)
    expect(list.stdout).toMatch(/\n\$fibonacci +7 +table entry 2 +no: 1 reason\n/)
    expect(list.stdout).toMatch(/\n\$halve +11 +table entry 4 +yes, float fast\n$/)
    const byName = runWeft(['kernel', fixture('gpu.wat'), '--function', 'add'])
    expect(byName.stdout).toMatch(
      /\/\/ function \$at, index 5, offset 0x[\s\S]*\/\/ function \$add, index 6, offset 0x/,
    )
    expect(runWeft(['kernel', fixture('gpu.wat'), '--function', '6'])).toEqual(byName)
    expect(runWeft(['kernel', fixture('gpu.wat'), '--function', '$add'])).toEqual(byName)
  })

  test('takes the float mode and the workgroup size', () => {
    const options = ['--function', 'halve', '--float', 'strict', '--workgroup-size', '128']
    const { stdout } = runWeft(['kernel', fixture('gpu.wat'), ...options])
    expect(stdout).toMatch(/float strict, workgroup size 128/)
    expect(stdout).toContain('@workgroup_size(128)')
  })

  test('says every reason why a kernel cannot run, and fails', () => {
    const refused = runWeft(['kernel', fixture('gpu.wat'), '--function', 'fibonacci'])
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
    expect(refused.stderr).toMatch(
      /^error: \$fibonacci \(table entry 2\) cannot run on a GPU:\n {2}- function \$fib at offset 0x[\da-f]+: .* \(.*\)\n$/,
    )
    const noKernel = runWeft(['kernel', fixture('kernels.wat'), '--function', 'bad'])
    expect(noKernel).toMatchObject({ exitCode: 1, stdout: '' })
    expect(noKernel.stderr).toMatch(/^error: \$bad \(table entry 2\) cannot be a kernel:\n( {2}- .*\n){2}$/)
  })

  test('--json has everything', () => {
    const { kernels } = JSON.parse(runWeft(['kernel', fixture('gpu.wat'), '--json']).stdout)
    expect(kernels.map(({ name }: { name: string }) => name)).toEqual([
      '$add',
      '$fibonacci',
      '$trap',
      '$halve',
    ])
    expect(kernels[0]).toMatchObject({
      form: 'table',
      tableIndex: 1,
      functionIndex: 6,
      float: 'strict',
      wgsl: expect.stringContaining('fn main('),
      sourceMap: expect.arrayContaining([
        { line: expect.any(Number), functionIndex: 6, functionName: 'add', offset: expect.any(Number) },
      ]),
    })
    expect(kernels[1].diagnostics).toMatchObject([{ rule: 'recursion', functionName: 'fib' }])
    const refused = runWeft(['kernel', fixture('gpu.wat'), '--function', 'fibonacci', '--json'])
    expect(refused.exitCode).toBe(1)
    expect(JSON.parse(refused.stdout).kernels).toHaveLength(1)
  })

  test.each([
    [
      ['kernel', fixture('gpu.wat'), '--function', 'nothing'],
      1,
      /no function nothing; kernels are: \$add, \$fibonacci/,
    ],
    [['kernel', fixture('arithmetic.wat')], 1, /has no kernel/],
    [['kernel', fixture('gpu.wat'), '--float', 'exact'], 2, /Allowed choices are strict, fast/],
    [['kernel', fixture('gpu.wat'), '--workgroup-size', '0'], 2, /whole number from 1 to 1024/],
  ])('refuses %j', (parameters, exitCode, message) => {
    const run = runWeft(parameters)
    expect(run).toMatchObject({ exitCode, stdout: '' })
    expect(run.stderr).toMatch(message)
  })
})

test('weft inspect tells what a GPU makes of each kernel', () => {
  const { stdout } = runWeft(['inspect', fixture('gpu.wat')])
  expect(stdout).toMatch(
    /Table entry 2: \$fibonacci\n.*\n.*\n {2}cannot run on a GPU:\n {2}- function \$fib at offset 0x.*\n\n/,
  )
  expect(stdout).toMatch(/Table entry 4: \$halve\n.*\n.*\n {2}can run on a GPU: float fast\n/)
})
