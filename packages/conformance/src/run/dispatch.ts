import type { Device, DeviceBuffer } from '@weft/backend'
import { type TrapCause, WeftError } from '@weft/core'
import {
  argumentRecordBytes,
  type DriverPlan,
  doneMark,
  resultRecordBytes,
  slotBytes,
  usesState,
} from '../kernel/driver.js'
import { readBits, sizesInBytes, type Value, writeBits } from '../values.js'
import type { PreparedTarget, TestInstance } from './test-instance.js'

/** What came of one iteration: its results, or what is wrong with it beyond its results. */
type IterationResult = { readonly values: readonly Value[] } | { readonly fault: string }

export type DispatchResult =
  | { readonly kind: 'results'; readonly iterations: readonly IterationResult[] }
  | { readonly kind: 'trap'; readonly iteration: number; readonly cause: TrapCause }
  | { readonly kind: 'error'; readonly error: unknown }

/** Fills the results before a call, so that what was not written is seen. */
const poison = 0xa5

/** Runs one iteration for each entry of `calls`: with these arguments, or, for undefined, without the call. */
export async function dispatch(
  device: Device,
  instance: TestInstance,
  { kernel, plan }: PreparedTarget,
  calls: readonly (readonly Value[] | undefined)[],
  timeLimitMs: number | undefined,
): Promise<DispatchResult> {
  const buffers: DeviceBuffer[] = []
  const create = (sizeBytes: number) => {
    const buffer = device.createBuffer(sizeBytes, 'read_write')
    buffers.push(buffer)
    return buffer
  }
  try {
    const input = create(calls.length * argumentRecordBytes(plan))
    const output = create(calls.length * resultRecordBytes(plan))
    await device.write(input, encodeCalls(plan, calls))
    const bytes = new Uint8Array(output.sizeBytes).fill(poison)
    await device.write(output, bytes)
    const outBuffers = [...(await stateBuffers(device, instance, plan)), output]
    const iterations = calls.length
    await device.exec({ kernel, iterations, blockSize: 0, inBuffers: [input], outBuffers, timeLimitMs })
    await device.read(output, bytes)
    return { kind: 'results', iterations: calls.map((call, index) => decode(plan, bytes, index, call)) }
  } catch (error) {
    return trapOf(error) ?? { kind: 'error', error }
  } finally {
    for (const buffer of buffers) buffer.free()
  }
}

async function stateBuffers(
  device: Device,
  instance: TestInstance,
  plan: DriverPlan,
): Promise<DeviceBuffer[]> {
  const buffers: DeviceBuffer[] = []
  if (plan.memoryBase !== undefined && instance.memory !== undefined) {
    buffers.push(await instance.memory.on(device))
  }
  if (usesState(plan)) buffers.push(await instance.stateOn(device))
  return buffers
}

function encodeCalls(plan: DriverPlan, calls: readonly (readonly Value[] | undefined)[]): Uint8Array {
  const recordBytes = argumentRecordBytes(plan)
  const bytes = new Uint8Array(calls.length * recordBytes)
  for (const [iteration, call] of calls.entries()) {
    if (call === undefined) continue
    const record = iteration * recordBytes
    bytes[record] = 1
    for (const [index, { bits, type }] of call.entries()) {
      writeBits(bytes, record + slotBytes * (1 + index), bits, sizesInBytes[type])
    }
  }
  return bytes
}

function decode(
  plan: DriverPlan,
  bytes: Uint8Array,
  iteration: number,
  call: readonly Value[] | undefined,
): IterationResult {
  const recordBytes = resultRecordBytes(plan)
  const record = bytes.subarray(iteration * recordBytes, (iteration + 1) * recordBytes)
  if (call === undefined) {
    return record.every((byte) => byte === poison) ? { values: [] } : { fault: 'wrote without being called' }
  }
  if (readBits(record, 0, 4) !== BigInt(doneMark(iteration))) return { fault: 'the iteration did not run' }
  const values = plan.results.map((type, index) => {
    return { type, bits: readBits(record, slotBytes * (1 + index), sizesInBytes[type]) }
  })
  return { values }
}

function trapOf(error: unknown): DispatchResult | undefined {
  if (!WeftError.isInstance(error) || error.code !== 'kernel-trap') return undefined
  const { iteration, trap } = error as WeftError & { iteration: number; trap: TrapCause }
  return { kind: 'trap', iteration, cause: trap }
}
