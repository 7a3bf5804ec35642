import type { Parallel } from '@weft/parallel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cpu, type DeviceSetup, sequential } from '../src/devices.js'
import { type Kernel, kernels, toleranceOf, type Variant, variantName } from '../src/kernels.js'
import { openProgram } from '../src/program.js'

const steps = 3
const devices: readonly DeviceSetup[] = [sequential, cpu(1), cpu(2), cpu(4)]

interface Outcome {
  readonly error: number
  readonly result: Uint8Array
}

async function run(parallel: Parallel, kernel: Kernel, variant: Variant): Promise<Outcome> {
  await using program = await openProgram(parallel, kernel, variant, kernel.problems.small)
  for (let step = 0; step < steps; step++) program.step()
  return { error: program.check(steps), result: program.result().slice() }
}

describe.each(kernels)('$name', (kernel) => {
  let hosts: Parallel[] = []

  beforeAll(async () => {
    hosts = await Promise.all(devices.map((device) => device.open()))
  })

  afterAll(async () => {
    for (const host of hosts) await host[Symbol.asyncDispose]()
  })

  it.each(kernel.variants.map((variant) => ({ name: variantName(variant), variant })))(
    '$name passes its check and gives the same bits on every device',
    async ({ variant }) => {
      const outcomes = []
      for (const host of hosts) outcomes.push(await run(host, kernel, variant))
      for (const { error } of outcomes) expect(error).toBeLessThan(toleranceOf(variant.element))
      const [reference, ...others] = outcomes
      for (const { result } of others) expect(Buffer.compare(result, reference!.result)).toBe(0)
    },
  )

  it('counts its work', () => {
    const { small, large } = kernel.problems
    expect(kernel.work(small, 8)).toBeGreaterThan(0)
    expect(kernel.work(large, 8)).toBeGreaterThan(kernel.work(small, 8))
  })
})

describe('a device with a memory of its own', () => {
  it.each(kernels)('runs $name', async (kernel) => {
    await using parallel = await cpu(2).open({ memory: 'isolated' })
    const variant = kernel.variants[0]!
    const { error } = await run(parallel, kernel, variant)
    expect(error).toBeLessThan(toleranceOf(variant.element))
  })
})

it('a style that a kernel does not have ends the guest', async () => {
  await using parallel = await sequential.open()
  const kernel = kernels.find(({ name }) => name === 'p2p')!
  await expect(
    openProgram(parallel, kernel, { element: 'f64', style: 'simd' }, kernel.problems.small),
  ).rejects.toThrow(WebAssembly.RuntimeError)
})
