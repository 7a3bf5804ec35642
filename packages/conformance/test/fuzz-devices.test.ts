import { describe, expect, it } from 'vitest'
import { type FuzzOptions, formatFailure, runFuzz } from '../src/fuzz.js'
import { openDevice, type TestedDevice } from './support/open-devices.js'

/** The first seed; `npm run fuzz` sets the numbers of kernels, too. */
const firstSeed = Number(process.env.WEFT_FUZZ_SEED ?? 0)
const cpuKernels = Number(process.env.WEFT_FUZZ_KERNELS ?? 400)
const gpuKernels = Number(process.env.WEFT_FUZZ_GPU_KERNELS ?? 60)

/** Generous: a GPU in software compiles a kernel in up to a second, and shares the processor. */
const millisecondsPerKernel = 10_000

interface Subject {
  readonly kind: TestedDevice
  readonly kernels: number
  readonly options?: Pick<FuzzOptions, 'generate' | 'timeLimitMs'>
}

const subjects: readonly Subject[] = [
  // Without a time limit, with which the calling thread would not take part.
  { kind: 'cpu', kernels: cpuKernels },
  // Small: the compiler of a GPU in software is slow, above all with floats made of integers.
  {
    kind: 'strict gpu',
    kernels: gpuKernels,
    options: { generate: { instructions: 60, floats: 6 }, timeLimitMs: 120_000 },
  },
]

describe.each(subjects)('random kernels on the $kind device', ({ kind, kernels, options }) => {
  it(
    `do what they do on the sequential one (${kernels} kernels)`,
    async () => {
      await using reference = await openDevice('sequential')
      await using device = await openDevice(kind)
      const seeds = Array.from({ length: kernels }, (_, index) => firstSeed + index)
      const report = await runFuzz({ ...options, reference, devices: [device], seeds })
      expect(report.failures.map(formatFailure)).toEqual([])
      expect(report.kernels).toBe(kernels)
      expect(report.trapped).toBeGreaterThan(0)
    },
    60_000 + kernels * millisecondsPerKernel,
  )
})
