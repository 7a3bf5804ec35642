import { describe, expect, it } from 'vitest'
import { formatFailure, type GenerateOptions, runFuzz } from '../src/fuzz.js'
import { openDevice, type TestedDevice } from './support/open-devices.js'

/** The first seed; `npm run fuzz` sets the numbers of kernels, too. */
const firstSeed = Number(process.env.WEFT_FUZZ_SEED ?? 0)
const cpuKernels = Number(process.env.WEFT_FUZZ_KERNELS ?? 400)
const gpuKernels = Number(process.env.WEFT_FUZZ_GPU_KERNELS ?? 60)

/** Generous: a GPU in software compiles a kernel in up to a second, and shares the processor. */
const millisecondsPerKernel = 10_000

/** The compiler of a GPU in software is slow, above all with floats made of integers. */
const small: GenerateOptions = { instructions: 60, floats: 6 }

const devices: readonly (readonly [TestedDevice, number, GenerateOptions])[] = [
  ['cpu', cpuKernels, {}],
  ['strict gpu', gpuKernels, small],
]

describe.each(devices)('random kernels on the %s device', (kind, kernels, generate) => {
  it(
    `do what they do on the sequential one (${kernels} kernels)`,
    async () => {
      await using reference = await openDevice('sequential')
      await using device = await openDevice(kind)
      const seeds = Array.from({ length: kernels }, (_, index) => firstSeed + index)
      const report = await runFuzz({ reference, devices: [device], seeds, generate })
      expect(report.failures.map(formatFailure)).toEqual([])
      expect(report.kernels).toBe(kernels)
      expect(report.trapped).toBeGreaterThan(0)
    },
    60_000 + kernels * millisecondsPerKernel,
  )
})
