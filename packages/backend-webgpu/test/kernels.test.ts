import type { PreparedKernel } from '@weft/backend'
import { expect, test } from 'vitest'
import { filled, openDevice, RecordedGpu, wordsOf } from './support/gpu.js'
import { callOf, countKernel, kernel, word } from './support/kernels.js'

/** Traps if its number comes by as an iteration: no two are alike, and all are small. */
const numbered = (number: number) =>
  kernel(`(if (i32.eq (local.get $i) (i32.const ${number})) (then unreachable))`, { buffers: 0 })

test('a kernel is compiled once, however often it is prepared, also twice at the same time', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu })
  const [first] = await Promise.all([device.prepare(countKernel), device.prepare({ ...countKernel })])
  first.release()
  const again = await device.prepare(countKernel)
  const counts = device.createBuffer(8, 'read_write')
  await device.exec(callOf(again, 2, counts))
  await device.exec(callOf(again, 2, counts))
  expect(await wordsOf(device, counts)).toEqual(Uint32Array.of(2, 2))
  expect(recorded.pipelinesMade).toBe(1)
})

test('1,000 kernels: as many stay compiled as the options say, and all can run', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, maximumKernels: 4 })
  const expectTrap = (prepared: PreparedKernel, iteration: number) =>
    expect(device.exec(callOf(prepared, 1000))).rejects.toMatchObject({ trap: 'unreachable', iteration })
  const first = await device.prepare(numbered(0))
  for (let number = 1; number < 1000; number++) {
    const prepared = await device.prepare(numbered(number))
    if (number % 100 === 0) await expectTrap(prepared, number)
    prepared.release()
  }
  expect(recorded.pipelinesMade).toBe(1000)
  await expectTrap(first, 0)
  expect(recorded.pipelinesMade).toBe(1001)
  for (const number of [999, 998]) await device.prepare(numbered(number))
  expect(recorded.pipelinesMade).toBe(1001)
})

test('two guests on one GPU do not see each other, and their calls do not mix', async () => {
  const devices = await Promise.all([openDevice(), openDevice()])
  const sums = await Promise.all(
    devices.map(async (device, guest) => {
      const add = await device.prepare(
        kernel(`(i32.store ${word} (i32.add (i32.load ${word}) (i32.const ${guest + 1})))`),
      )
      const target = await filled(device, new Uint32Array(5000).fill(100 * guest))
      await Promise.all(Array.from({ length: 20 }, () => device.exec(callOf(add, 5000, target))))
      return wordsOf(device, target)
    }),
  )
  expect(sums[0]).toEqual(new Uint32Array(5000).fill(20))
  expect(sums[1]).toEqual(new Uint32Array(5000).fill(140))
})

test("the report takes the time of a call apart, with the GPU's own clock where it is asked for", async () => {
  const device = await openDevice({ timestamps: true })
  const counts = device.createBuffer(4 * 100_000, 'read_write')
  const report = await device.exec(callOf(await device.prepare(countKernel), 100_000, counts))
  const { timings } = report
  expect(timings).toBeDefined()
  for (const [part, milliseconds] of Object.entries(timings!)) {
    expect(milliseconds, part).toBeGreaterThanOrEqual(0)
  }
  expect(timings!.kernelMs).toBeGreaterThan(0)
  const untimed = await openDevice()
  const call = callOf(await untimed.prepare(countKernel), 1, untimed.createBuffer(4, 'read_write'))
  expect((await untimed.exec(call)).timings).not.toHaveProperty('kernelMs')
})

test('buffers freed while a call waits fail it, and do not harm who has their place then', async () => {
  const device = await openDevice()
  const count = await device.prepare(countKernel)
  const [first, second] = [device.createBuffer(400, 'read_write'), device.createBuffer(400, 'read_write')]
  const calls = [first, first, second].map((buffer) => device.exec(callOf(count, 100, buffer)))
  const settled = Promise.allSettled(calls)
  second.free()
  const third = device.createBuffer(400, 'read_write')
  const outcomes = await settled
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(outcomes[2]).toMatchObject({ reason: { code: 'invalid-handle' } })
  expect(await wordsOf(device, first)).toEqual(new Uint32Array(100).fill(2))
  expect(await wordsOf(device, third)).toEqual(new Uint32Array(100))
})
