import type { Device, KernelCall } from '@weft/backend'
import { KernelTrapError, type TrapCause, UnsupportedKernelError } from '@weft/core'
import { decodeModule, forEachInstruction } from '@weft/wasm-binary'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atomicAccesses, operations, plainAccesses } from '../src/fuzz/program/instruction-lists.js'
import { runKernel } from '../src/fuzz/run-kernel.js'
import { type FuzzKernel, formatFailure, generateKernel, runFuzz } from '../src/fuzz.js'
import { openDevice } from './support/open-devices.js'
import { withPlantedBug } from './support/planted-bug.js'
import { tamperedDevice } from './support/tampered-device.js'

const seeds = Array.from({ length: 300 }, (_, index) => index)

let reference: Device
beforeAll(async () => {
  reference = await openDevice('sequential')
})
afterAll(() => reference[Symbol.asyncDispose]())

function instructionsOf(kernel: FuzzKernel): string[] {
  const names: string[] = []
  for (const { instructions } of decodeModule(kernel.bytes).code) {
    forEachInstruction(instructions, ({ name }) => names.push(name))
  }
  return names
}

describe('random kernels', () => {
  it('follow from their seed', () => {
    for (const seed of [0, 1, 2 ** 32 - 1]) {
      expect(generateKernel(seed)).toEqual(generateKernel(seed))
      expect(generateKernel(seed).bytes).not.toEqual(generateKernel(seed + 1).bytes)
    }
  })

  it('have every instruction in them', () => {
    const names = new Set(seeds.flatMap((seed) => instructionsOf(generateKernel(seed))))
    expect(instructionNames.filter((name) => !names.has(name))).toEqual([])
  })

  it('trap for every cause, but not often', async () => {
    const causes: TrapCause[] = []
    for (const seed of seeds) {
      const outcome = await runKernel(reference, generateKernel(seed))
      if (outcome.kind === 'trap') causes.push(outcome.cause)
      else expect(outcome.kind).toBe('done')
    }
    expect(trapCausesOfReference.filter((cause) => !causes.includes(cause))).toEqual([])
    expect(causes.length).toBeLessThan(seeds.length / 3)
  })
})

describe('the fuzzer', () => {
  it.each([
    ['i32.rotl', 'i32.rotr'],
    ['i64.shr_s', 'i64.shr_u'],
    ['f64.min', 'f64.max'],
    ['i16x8.add_sat_s', 'i16x8.add_sat_u'],
    ['i32.trunc_sat_f32_s', 'i32.trunc_sat_f32_u'],
    ['i32.atomic.rmw16.xchg_u', 'i32.atomic.rmw16.or_u'],
  ])('finds %s done as %s, and shrinks it', async (right, wrong) => {
    const broken = withPlantedBug(reference, right, wrong)
    const report = await runFuzz({ reference, devices: [broken], seeds, maximumFailures: 1 })
    const [failure] = report.failures
    expect(failure?.text).toContain(right)
    expect(instructionsOf(failure!.kernel).length).toBeLessThan(50)
    expect(formatFailure(failure!)).toContain(`seed ${failure!.seed}`)
    // The whole kernel of the seed shows the difference, too.
    const again = await runFuzz({ reference, devices: [broken], seeds: [failure!.seed], shrinkTrials: 0 })
    expect(again.failures).toHaveLength(1)
    expect(again.failures[0]!.kernel.bytes).toEqual(generateKernel(failure!.seed).bytes)
  })

  it('finds a trap in the wrong iteration', async () => {
    const exec = async (call: KernelCall, device: Device) => {
      try {
        return await device.exec(call)
      } catch (error) {
        if (!(error instanceof KernelTrapError)) throw error
        throw new KernelTrapError({ iteration: error.iteration + 1, cause: error.trap })
      }
    }
    await using broken = await tamperedDevice({ exec })
    const report = await runFuzz({ reference, devices: [broken], seeds, maximumFailures: 1 })
    const [failure] = report.failures
    expect(failure?.difference.kind).toBe('trap')
    expect(formatFailure(failure!)).toMatch(/expected: (.*) in iteration 0\nactual: \1 in iteration 1/)
    expect(instructionsOf(failure!.kernel).length).toBeLessThan(20)
  })

  it('tells what a device refuses', async () => {
    const refusing: Device = { ...withPlantedBug(reference, 'nop', 'nop'), prepare: refuse }
    const options = { reference, devices: [refusing], seeds: [0, 1], shrinkTrials: 0 }
    const strict = await runFuzz(options)
    expect(strict.failures.map(({ difference }) => difference.kind)).toEqual(['refused', 'refused'])
    const lenient = await runFuzz({ ...options, acceptRefusals: true })
    expect(lenient.failures).toEqual([])
    expect([...lenient.refusals.values()]).toEqual([2])
  })
})

function refuse(): never {
  throw new UnsupportedKernelError([{ rule: 'anything', message: 'this device runs nothing' }])
}

/** Those of the families that kernels have; of the others the specification, a GPU or a kernel has none. */
const instructionNames: readonly string[] = [
  ...[...operations, ...plainAccesses, ...atomicAccesses].map(({ name }) => name),
  ...['i32', 'i64', 'f32', 'f64', 'v128'].map((type) => `${type}.const`),
  ...['unreachable', 'nop', 'block', 'loop', 'if', 'else', 'end', 'br', 'br_if', 'br_table', 'return'],
  ...['call', 'call_indirect', 'drop', 'select', 'memory.size', 'memory.copy', 'memory.fill', 'atomic.fence'],
  ...['local.get', 'local.set', 'local.tee', 'global.get', 'global.set'],
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
