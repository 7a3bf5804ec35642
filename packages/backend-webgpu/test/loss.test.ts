import type { Device, DeviceBuffer } from '@weft/backend'
import { expect, test } from 'vitest'
import { gpu, openDevice, RecordedGpu, wordsOf } from './support/gpu.js'
import { callOf, countKernel, endlessKernel } from './support/kernels.js'

const lost = { code: 'device-lost' }

/** So that an endless kernel is over soon: where one has to be at work, its results are held back. */
const fuel = 2 ** 20

/** No machine is so slow that it needs longer for that. */
const endingGraceMs = 600_000

async function expectUsable(device: Device): Promise<void> {
  const counts = device.createBuffer(400, 'read_write')
  const kernel = await device.prepare(countKernel)
  await device.exec(callOf(kernel, 100, counts))
  expect(await wordsOf(device, counts)).toEqual(new Uint32Array(100).fill(1))
}

async function expectLost(device: Device, buffer: DeviceBuffer): Promise<void> {
  const kernel = await device.prepare(countKernel)
  await expect((async () => device.write(buffer, new Uint8Array(4)))()).rejects.toMatchObject(lost)
  await expect((async () => device.read(buffer, new Uint8Array(4)))()).rejects.toMatchObject(lost)
  await expect(device.exec(callOf(kernel, 1, buffer))).rejects.toMatchObject(lost)
  buffer.free()
}

test('a GPU device that is lost between calls is opened again on the next use', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu })
  const buffer = device.createBuffer(16, 'read_write')
  const kernel = await device.prepare(countKernel)
  await device.exec(callOf(kernel, 4, buffer))
  recorded.devices[0]!.destroy()
  await recorded.devices[0]!.lost
  await expectUsable(device)
  await expectLost(device, buffer)
  expect(recorded.devices).toHaveLength(2)
  const again = device.createBuffer(16, 'read_write')
  await device.exec(callOf(kernel, 4, again))
  expect(await wordsOf(device, again)).toEqual(Uint32Array.of(1, 1, 1, 1))
})

test('a GPU device that is lost right before a call fails it, if the news comes too late', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu })
  const buffer = device.createBuffer(16, 'read_write')
  const kernel = await device.prepare(countKernel)
  recorded.devices[0]!.destroy()
  await expect(device.exec(callOf(kernel, 4, buffer))).rejects.toMatchObject(lost)
  await expectUsable(device)
})

test('a GPU device that is lost during a dispatch fails it and what waits behind it', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, fuel })
  const buffer = device.createBuffer(16, 'read_write')
  const endless = await device.prepare(endlessKernel)
  const counting = await device.prepare(countKernel)
  const { working, release } = recorded.hold()
  const settled = Promise.allSettled([
    device.exec(callOf(endless, 1)),
    device.exec(callOf(counting, 4, buffer)),
  ])
  await working
  recorded.devices[0]!.destroy()
  for (const outcome of await settled) expect(outcome).toMatchObject({ status: 'rejected', reason: lost })
  release()
  await expectUsable(device)
  await expectLost(device, buffer)
})

test('a GPU device that does not end a call in time is given up, with its buffers', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, fuel, endingGraceMs: 0 })
  const buffer = device.createBuffer(16, 'read_write')
  await device.write(buffer, new Uint8Array(16))
  const endless = await device.prepare(endlessKernel)
  const call = { ...callOf(endless, 1), timeLimitMs: 20 }
  const { release } = recorded.hold()
  await expect(device.exec(call)).rejects.toMatchObject({ code: 'timed-out', timeLimitMs: 20 })
  await expect((async () => device.read(buffer, new Uint8Array(16)))()).rejects.toMatchObject(lost)
  release()
  await expectUsable(device)
  await expectLost(device, buffer)
  expect(recorded.devices).toHaveLength(2)
  expect((await recorded.devices[0]!.lost).reason).toBe('destroyed')
})

test('a signal ends a call that runs and one that waits, and both devices go on', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, fuel, endingGraceMs })
  const other = await openDevice()
  const buffer = device.createBuffer(16, 'read_write')
  const endless = await device.prepare(endlessKernel)
  const counting = await device.prepare(countKernel)
  const controller = new AbortController()
  const { working, release } = recorded.hold()
  const ended = Promise.allSettled([
    device.exec(callOf(endless, 1), controller.signal),
    device.exec(callOf(counting, 4, buffer), controller.signal),
  ])
  const behind = Promise.allSettled([device.exec(callOf(counting, 4, buffer))])
  await working
  controller.abort('enough')
  const cancelled = { status: 'rejected', reason: { code: 'cancelled', cause: 'enough' } }
  expect(await ended).toMatchObject([cancelled, cancelled])
  await expectUsable(other)
  release()
  expect(await behind).toMatchObject([{ status: 'fulfilled' }])
  expect(await wordsOf(device, buffer)).toEqual(Uint32Array.of(1, 1, 1, 1))
})

test('a device that is closed fails the call that runs', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, fuel })
  const endless = await device.prepare(endlessKernel)
  const { working, release } = recorded.hold()
  const ended = Promise.allSettled([device.exec(callOf(endless, 1))])
  await working
  await device[Symbol.asyncDispose]()
  expect(await ended).toMatchObject([{ status: 'rejected', reason: lost }])
  release()
})

test('the default time limit of the backend holds for calls without one', async () => {
  const recorded = new RecordedGpu()
  const device = await openDevice({ gpu: recorded.gpu, fuel, timeLimitMs: 20 })
  const endless = await device.prepare(endlessKernel)
  const { release } = recorded.hold()
  await expect(device.exec(callOf(endless, 1))).rejects.toMatchObject({ code: 'timed-out', timeLimitMs: 20 })
  release()
})

test('a device that the caller gave is not destroyed here, and cannot be opened again when it is lost', async () => {
  const adapter = await gpu.requestAdapter()
  const given = await adapter!.requestDevice()
  const first = await openDevice({ device: given })
  await expectUsable(first)
  await first[Symbol.asyncDispose]()
  const second = await openDevice({ device: given })
  await expectUsable(second)
  given.destroy()
  await given.lost
  await expect(second.prepare(countKernel)).rejects.toMatchObject(lost)
  await expect(second.prepare(countKernel)).rejects.toMatchObject(lost)
})
