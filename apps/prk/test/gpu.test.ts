import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { DeviceTimes } from '../src/device-clock.js'
import { type DeviceSetup, findGpu } from '../src/devices.js'
import { createGpuCases } from '../src/gpu/gpu-cases.js'
import { buildCKernels, guestKernel } from '../src/gpu/guest-kernels.js'
import { measureCase } from '../src/gpu/measure-case.js'
import { type OpenGpu, openGpu } from '../src/gpu/open-gpu.js'
import { kernels, type Problem, suitsGpu, toleranceOf, variantName } from '../src/kernels.js'
import { measureOnGpu } from '../src/measure-on-gpu.js'
import { openWaitingProgram } from '../src/program.js'

const effort = { warmUpSteps: 0, timeLimitMs: 0, minimumSteps: 2, maximumSteps: 2 }
const problems: Readonly<Record<string, Problem>> = {
  nstream: { size: 1000, tile: 1 },
  transpose: { size: 20, tile: 1 },
  stencil: { size: 17, tile: 1 },
  dgemm: { size: 13, tile: 1 },
  sparse: { size: 4, tile: 1 },
  reduce: { size: 100, tile: 1 },
  p2p: { size: 30, tile: 8 },
}

const onGpu = kernels.flatMap((kernel) =>
  kernel.variants
    .filter((variant) => suitsGpu(kernel, variant))
    .map((variant) => ({ name: `${kernel.name}/${variantName(variant)}`, kernel, variant })),
)

describe('kernels on a GPU', () => {
  let setup: DeviceSetup

  beforeAll(async () => {
    const found = await findGpu()
    if (typeof found === 'string') throw new TypeError(`npm test brings a GPU in software, but: ${found}`)
    setup = found
  })

  it.each(onGpu)('$name passes its check, and compiles once', async ({ kernel, variant }) => {
    await using parallel = await setup.open()
    await using program = await openWaitingProgram(parallel, kernel)
    const { clock } = setup.gpu!
    using told = vi.spyOn(clock, 'add')
    const compilations = () => told.mock.calls.map(([times]) => times).filter(isCompilation)
    const problem = problems[kernel.name]!
    const result = await measureOnGpu(program, clock, variant, problem, effort)
    expect(result.error).toBeLessThan(toleranceOf(variant.element))
    expect(result.timesMs).toHaveLength(2)
    const compileMs = compilations().reduce((sum, times) => sum + times.compileMs!, 0)
    expect(compileMs).toBeGreaterThan(0)
    expect(result.cold.compileMs).toBeGreaterThan(0.99 * compileMs)
    for (const times of [result.cold, result.warm]) {
      expect(times.uploadMs).toBeGreaterThan(0)
      expect(times.dispatchMs).toBeGreaterThan(0)
      expect(times.downloadMs).toBeGreaterThan(0)
    }
    const compiled = compilations().length
    await program.setup(variant, problem)
    await program.step()
    expect(compilations()).toHaveLength(compiled)
  })
})

describe('shaders written by hand and generated ones', () => {
  let gpu: OpenGpu
  const hasClang = commandRuns('clang') && commandRuns('wasm-ld')
  if (!hasClang) console.log('skipped: the kernels in C, because clang or wasm-ld is missing')

  beforeAll(async () => {
    gpu = (await openGpu())!
  })

  afterAll(() => gpu[Symbol.dispose]())

  const cases = createGpuCases({ nstream: 1000, stencil: 20, gemm: 17, mandelbrot: 32 })
  it.each(cases)('$name gives the same as WebAssembly', async (one) => {
    const modules = {
      assemblyScript: await guestKernel(one.guest.module, one.guest.kernel),
      c: hasClang ? (await buildCKernels())(one.name) : undefined,
    }
    const patience = { leftMs: 0, samples: 0, disturbed: 0 }
    const rounds = { minimumRounds: 1, maximumRounds: 1, timeLimitMs: 0 }
    const rows = await measureCase(gpu, one, modules, rounds, patience)
    const differences = rows.filter(({ name }) => name.endsWith('/difference'))
    expect(differences).toHaveLength(hasClang ? 5 : 3)
    for (const row of differences) expect(row).toMatchObject({ met: true })
    const prefix = `gpu/${one.name}/f32/${one.label}`
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining([`${prefix}/check/of-hand-written`, `${prefix}/clamp/of-hand-written`]),
    )
  })
})

/** What the device is told of when it makes a kernel ready. */
function isCompilation(times: Partial<DeviceTimes>): boolean {
  return Object.keys(times).join() === 'compileMs'
}

function commandRuns(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
