import { type Backend, createSequentialBackend, type Device, type DeviceInfo } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import type { TrapCause } from '@weft/core'
import { decodeModule, forEachInstruction } from '@weft/wasm-binary'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atomicAccesses, operations, plainAccesses } from '../src/fuzz/instruction-lists.js'
import { runKernel } from '../src/fuzz/run-kernel.js'
import { type FuzzReport, formatFailure, generateKernel, runFuzz } from '../src/fuzz.js'
import { withPlantedBug } from './planted-bug.js'

// `npm run fuzz` sets these; the numbers below are what every test run does.
const kernels = Number(process.env.WEFT_FUZZ_KERNELS ?? 300)
const firstSeed = Number(process.env.WEFT_FUZZ_SEED ?? 0)
const millisecondsPerKernel = 200

function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}

async function openFirst(backend: Backend): Promise<Device> {
  const { devices, reasons } = await backend.probe()
  const [info] = devices
  if (info === undefined) throw new TypeError(`no device: ${reasons.join('; ')}`)
  return backend.open(info as DeviceInfo)
}

let reference: Device
beforeAll(async () => {
  reference = await openFirst(createSequentialBackend())
})
afterAll(() => reference[Symbol.asyncDispose]())

function expectNoFailure(report: FuzzReport): void {
  expect(report.failures.map(formatFailure)).toEqual([])
}

describe('random kernels', () => {
  it('follow from their seed', () => {
    for (const seed of [0, 1, 2 ** 32 - 1]) {
      expect(generateKernel(seed)).toEqual(generateKernel(seed))
      expect(generateKernel(seed).bytes).not.toEqual(generateKernel(seed + 1).bytes)
    }
  })

  it('have every instruction in them, and trap for every cause', async () => {
    const names = new Set<string>()
    const causes = new Set<TrapCause>()
    for (const seed of seedsFrom(0, 300)) {
      const kernel = generateKernel(seed)
      for (const { instructions } of decodeModule(kernel.bytes).code) {
        forEachInstruction(instructions, ({ name }) => names.add(name))
      }
      const outcome = await runKernel(reference, kernel)
      if (outcome.kind === 'trap') causes.add(outcome.cause)
    }
    const missing = instructionNames.filter((name) => !names.has(name))
    expect(missing).toEqual([])
    expect(trapCausesOfReference.filter((cause) => !causes.has(cause))).toEqual([])
  }, 60_000)
})

describe('fuzz', () => {
  it(
    `the cpu device does what the sequential one does (${kernels} kernels)`,
    async () => {
      await using cpu = await openFirst(createCpuBackend({ threads: 2 }))
      const report = await runFuzz({ reference, devices: [cpu], seeds: seedsFrom(firstSeed, kernels) })
      expectNoFailure(report)
      expect(report.kernels).toBe(kernels)
      expect(report.trapped).toBeGreaterThan(kernels / 30)
      expect(report.trapped).toBeLessThan(kernels / 3)
    },
    60_000 + kernels * millisecondsPerKernel,
  )

  it.each([
    ['i32.rotl', 'i32.rotr'],
    ['i64.shr_s', 'i64.shr_u'],
    ['f64.min', 'f64.max'],
    ['i16x8.add_sat_s', 'i16x8.add_sat_u'],
    ['i32.trunc_sat_f32_s', 'i32.trunc_sat_f32_u'],
  ])(
    'finds %s done as %s, and shrinks it',
    async (right, wrong) => {
      const broken = withPlantedBug(reference, right, wrong)
      const report = await runFuzz({
        reference,
        devices: [broken],
        seeds: seedsFrom(0, 300),
        maximumFailures: 1,
      })
      const [failure] = report.failures
      expect(failure?.text).toContain(right)
      const code = decodeModule(failure!.kernel.bytes).code
      let instructions = 0
      for (const body of code) forEachInstruction(body.instructions, () => instructions++)
      console.log(formatFailure(failure!), instructions)
      expect(instructions).toBeLessThan(40)
      expect(formatFailure(failure!)).toContain(`seed ${failure!.seed}`)
    },
    60_000,
  )
})

/** Those of the families that kernels have; of the others the specification, a GPU or a kernel has none. */
const instructionNames: readonly string[] = [
  ...[...operations, ...plainAccesses, ...atomicAccesses].map(({ name }) => name),
  ...['i32', 'i64', 'f32', 'f64', 'v128'].map((type) => `${type}.const`),
  ...['unreachable', 'nop', 'block', 'loop', 'if', 'else', 'end', 'br', 'br_if', 'br_table', 'return'],
  ...[
    'call',
    'call_indirect',
    'drop',
    'select',
    'local.get',
    'local.set',
    'local.tee',
    'global.get',
    'global.set',
  ],
  ...['memory.size', 'memory.copy', 'memory.fill', 'atomic.fence'],
]

/** V8 has one message for an empty entry and a mismatched callee, and none for a conversion that overflows. */
const trapCausesOfReference: readonly TrapCause[] = [
  'unreachable',
  'out of bounds memory access',
  'integer divide by zero',
  'integer overflow',
  'invalid conversion to integer',
  'undefined element',
  'indirect call type mismatch',
  'unaligned atomic',
]
