import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { interleave } from '../src/bench/interleave.js'
import { buildNativePrograms, type KernelTimes } from '../src/bench/native.js'
import { runModule } from '../src/bench/run-process.js'
import { appPath } from '../src/paths.js'

const execute = promisify(execFile)
const main = appPath('dist/main.js')

describe('prk', () => {
  it('prints one JSON object, writes the chart, and succeeds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weft-prk-'))
    try {
      const chart = join(folder, 'chart.svg')
      const options = [
        '--json',
        '--size',
        'small',
        '--kernels',
        'p2p,reduce',
        '--device',
        'sequential,cpu',
        '--threads',
        '2',
        '--chart',
        chart,
      ]
      const { stdout, stderr } = await execute(process.execPath, [main, ...options])
      const { environment, rows } = JSON.parse(stdout)
      expect(environment).toMatchObject({
        node: process.versions.node,
        processors: availableParallelism(),
        threads: 2,
      })
      expect(rows).toHaveLength(3 * 3 * 2)
      expect(rows.map(({ name }: { name: string }) => name)).toContain('p2p/f64/scalar/200/2T/rate')
      expect(rows.every(({ met }: { met: boolean }) => met)).toBe(true)
      expect(stderr).toBe('')
      expect(await readFile(chart, 'utf8')).toContain('<svg')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('takes the time of a GPU apart', async () => {
    const options = ['--json', '--size', 'small', '--kernels', 'reduce', '--device', 'gpu']
    const { stdout } = await execute(process.execPath, [main, ...options])
    const { environment, rows } = JSON.parse(stdout)
    expect(environment.gpu).toEqual(expect.stringMatching(/./))
    const names = rows.map(({ name }: { name: string }) => name)
    for (const when of ['cold', 'warm']) {
      for (const part of ['compile', 'upload', 'dispatch', 'download']) {
        expect(names).toContainEqual(expect.stringMatching(`^reduce/f64/scalar/\\d+/gpu/${when}/${part}$`))
      }
    }
    expect(rows.every(({ met }: { met: boolean }) => met)).toBe(true)
  })

  const canHideGpu = process.platform === 'linux'
  if (!canHideGpu) console.log('skipped: no GPU, because it can be hidden on Linux only')
  it.skipIf(!canHideGpu)('says that there is no GPU, and goes on without', async () => {
    const env = { ...process.env, VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent' }
    const options = ['--size', 'small', '--kernels', 'reduce', '--threads', '1']
    const { stdout } = await execute(process.execPath, [main, ...options], { env })
    expect(stdout).toMatch(/^GPU: none: /m)
    const alone = execute(process.execPath, [main, ...options, '--device', 'gpu'], { env })
    await expect(alone).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('GPU: none: ') })
  })

  it('refuses a kernel that is none', async () => {
    const failed = execute(process.execPath, [main, '--kernels', 'nonsense'])
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no kernel "nonsense"'),
    })
  })
})

describe('the C baselines', () => {
  const compiler = hasCompiler()
  if (!compiler) console.log('skipped: the C baselines, because there is no gcc')

  it.skipIf(!compiler)('compile and pass their checks', async () => {
    const native = await buildNativePrograms()
    const runs = [
      native.run('nstream', [10_000, 3, 2]),
      native.run('transpose', [200, 3, 2, 32]),
      native.run('stencil', [200, 3, 2]),
      native.run('dgemm', [120, 3, 2, 32]),
      native.run('dgemm', [120, 3, 2, 0]),
      native.run('sparse', [6, 3, 2]),
      native.run('p2p', [200, 3, 2, 64]),
    ]
    for (const result of await Promise.all(runs)) {
      expect(result).toMatchObject({ valid: true })
      expect(result.times).toHaveLength(3)
    }
  })
})

describe('a kernel process', () => {
  it('prints what a native program prints', async () => {
    const result = await runModule<KernelTimes>('kernel-process', ['stencil', 'simd', 203, 1, 2, 4])
    expect(result).toMatchObject({ valid: true, error: 0 })
    expect(result.times).toHaveLength(4)
  })

  it('fails with what went wrong', async () => {
    await expect(runModule('kernel-process', ['nonsense', 'simd', 200, 1, 2, 4])).rejects.toThrow(
      'no kernel "nonsense"',
    )
  })
})

describe('interleave', () => {
  it('runs every contender once a round, in turn first and last', async () => {
    const order: string[] = []
    const patience = { leftMs: 0, samples: 0, disturbed: 0 }
    const contender = (name: string) => async () => order.push(name)
    const results = await interleave(3, { a: contender('a'), b: contender('b') }, patience)
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b'])
    expect(results).toEqual({ a: [1, 4, 5], b: [2, 3, 6] })
    expect(patience.samples).toBe(6)
  })
})

function hasCompiler(): boolean {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
