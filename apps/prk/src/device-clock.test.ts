import { createSequentialBackend } from '@weft/backend'
import { describe, expect, it } from 'vitest'
import { DeviceClock } from './device-clock.js'
import { createTimedBackend } from './timed-backend.js'

describe('DeviceClock', () => {
  it('adds up until it is asked', () => {
    const clock = new DeviceClock()
    clock.add({ compileMs: 1, kernelMs: 2 })
    clock.add({ compileMs: 10, downloadMs: 3 })
    const nothing = { compileMs: 0, uploadMs: 0, dispatchMs: 0, kernelMs: 0, downloadMs: 0 }
    expect(clock.take()).toEqual({ ...nothing, compileMs: 11, kernelMs: 2, downloadMs: 3 })
    expect(clock.take()).toEqual(nothing)
  })

  it('has no sum where one part is missing', () => {
    const clock = new DeviceClock()
    clock.add({ kernelMs: 1 })
    clock.add({ kernelMs: Number.NaN })
    expect(clock.take().kernelMs).toBeNaN()
  })
})

describe('createTimedBackend', () => {
  it('copies as the backend does, and takes its time', async () => {
    const clock = new DeviceClock()
    const backend = createTimedBackend(createSequentialBackend(), clock)
    const { devices } = await backend.probe()
    await using device = await backend.open(devices[0]!)
    const buffer = device.createBuffer(4, 'read_write')
    await device.write(buffer, Uint8Array.of(1, 2, 3, 4))
    const target = new Uint8Array(4)
    await device.read(buffer, target)
    expect([...target]).toEqual([1, 2, 3, 4])
    const { uploadMs, downloadMs, compileMs } = clock.take()
    expect(uploadMs).toBeGreaterThan(0)
    expect(downloadMs).toBeGreaterThan(0)
    expect(compileMs).toBe(0)
  })
})
