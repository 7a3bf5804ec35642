import { type Backend, createSequentialBackend, type DeviceInfo } from '@weft/backend'
import { NoDeviceError } from '@weft/core'
import { type DeviceKind, deviceKindNumbers, deviceKinds, errnoNumbers } from '@weft/spec'
import { describe, expect, test } from 'vitest'
import { createParallel, type DeviceChoice, type ParallelOptions } from '../src/index.js'
import { apiGuest } from './guests.js'

interface FakeBackend extends Backend {
  readonly opened: string[]
}

/** A backend whose devices are the sequential one under other names. */
function fake(
  kinds: readonly DeviceKind[],
  change: Partial<DeviceInfo> & { broken?: boolean } = {},
): FakeBackend {
  const inner = createSequentialBackend()
  const opened: string[] = []
  const { broken, ...info } = change
  return {
    interfaceVersion: 'v1',
    name: 'fake',
    opened,
    async probe() {
      const [device] = (await inner.probe()).devices
      const devices = kinds.map((kind) => ({
        ...device!,
        backend: 'fake',
        kind,
        name: `fake ${kind}`,
        ...info,
      }))
      return { devices, reasons: kinds.includes('discrete_gpu') ? [] : ['no adapter'] }
    },
    async open(asked, options) {
      opened.push(options?.threads === undefined ? asked.kind : `${asked.kind} ${options.threads}`)
      if (broken) throw new NoDeviceError('the driver is broken')
      const device = await inner.open({ ...asked, backend: 'sequential', kind: 'sequential' })
      return Object.assign(device, { info: asked })
    },
  }
}

const guestBytes = apiGuest({ functions: ['get_device'] })

async function choose(
  hint: DeviceKind,
  options: ParallelOptions,
): Promise<DeviceChoice & { errno: unknown }> {
  await using parallel = await createParallel(options)
  const guest = await parallel.instantiate(guestBytes)
  const errno = await guest.call('get_device', deviceKindNumbers[hint], 0)
  expect(guest.choices).toHaveLength(1)
  return { ...guest.choices[0]!, errno }
}

const preferences: readonly (readonly [DeviceKind, readonly DeviceKind[]])[] = [
  ['sequential', ['sequential', 'cpu']],
  ['cpu', ['cpu', 'sequential']],
  ['discrete_gpu', ['discrete_gpu', 'integrated_gpu', 'cpu', 'sequential']],
  ['integrated_gpu', ['integrated_gpu', 'discrete_gpu', 'cpu', 'sequential']],
]

describe.each(preferences)('a hint of %s', (hint, order) => {
  test('takes the best kind there is, and says what it refused', async () => {
    for (let skipped = 0; skipped < order.length; skipped++) {
      const choice = await choose(hint, { backends: [fake(order.slice(skipped))] })
      expect(choice.errno).toBe(0)
      expect(choice.hint).toBe(hint)
      expect(choice.chosen?.kind).toBe(order[skipped])
      expect(choice.refused.map(({ kind }) => kind)).toEqual(order.slice(0, skipped))
    }
  })

  test('strict: another kind is no device', async () => {
    expect(await choose(hint, { backends: [fake([hint])], strict: true })).toMatchObject({
      errno: 0,
      refused: [],
    })
    const others = deviceKinds.filter((kind) => kind !== hint)
    const choice = await choose(hint, { backends: [fake(others)], strict: true })
    expect(choice.errno).toBe(errnoNumbers.no_device)
    expect(choice.chosen).toBeUndefined()
    expect(choice.refused).toHaveLength(1)
  })

  test('the host overrides it', async () => {
    for (const device of deviceKinds) {
      const choice = await choose(hint, { backends: [fake(deviceKinds)], device })
      expect(choice.chosen?.kind).toBe(device)
      const refused =
        device === hint ? [] : [{ kind: hint, reason: `overridden by the host (device: ${device})` }]
      expect(choice.refused).toEqual(refused)
    }
  })
})

test('a device that does not open is refused, and the next one is tried', async () => {
  const backends = [fake(['cpu'], { broken: true }), createSequentialBackend()]
  const choice = await choose('cpu', { backends })
  expect(choice.chosen?.kind).toBe('sequential')
  expect(choice.refused).toEqual([{ kind: 'cpu', reason: 'fake cpu does not open: the driver is broken' }])
})

test('the second backend of a kind is tried', async () => {
  const choice = await choose('cpu', { backends: [fake(['cpu'], { broken: true }), fake(['cpu'])] })
  expect(choice.chosen?.kind).toBe('cpu')
  expect(choice.refused).toHaveLength(1)
})

test('no device at all: errno and an error with every reason', async () => {
  const broken: Backend = {
    interfaceVersion: 'v1',
    name: 'broken',
    probe: () => Promise.reject(new TypeError('cannot look')),
    open: () => Promise.reject(new TypeError('cannot open')),
  }
  await using parallel = await createParallel({ backends: [broken] })
  expect(parallel.devices).toEqual([])
  expect(parallel.missing).toEqual([{ backend: 'broken', reason: 'cannot look' }])
  const guest = await parallel.instantiate(guestBytes)
  expect(await guest.call('get_device', 1, 0)).toBe(errnoNumbers.no_device)
  const { error } = guest.failures[0]!
  expect(error).toBeInstanceOf(NoDeviceError)
  expect(String(error)).toContain('cannot look')
  await expect(parallel.openDevice('cpu')).rejects.toThrow(NoDeviceError)
})

test('a device that cannot run on the guest memory is refused where the host asks for that', async () => {
  const backends = [fake(['cpu'], { supportsSharedMemory: false }), createSequentialBackend()]
  expect((await choose('cpu', { backends, memory: 'shared' })).chosen?.kind).toBe('sequential')
  expect((await choose('cpu', { backends, memory: 'isolated' })).chosen?.kind).toBe('cpu')
})

test('sequential on a CPU device runs on one thread', async () => {
  const backend = fake(['cpu'])
  await using parallel = await createParallel({ backends: [backend], threads: 8 })
  await parallel.instantiate(guestBytes)
  expect(backend.opened.toSorted()).toEqual(['cpu 1', 'cpu 8'])
})

test('each guest and each direct user has devices of its own, opened once', async () => {
  const backend = fake(deviceKinds)
  await using parallel = await createParallel({ backends: [backend] })
  const guest = await parallel.instantiate(guestBytes)
  for (const hint of [1, 1, 2]) await guest.call('get_device', hint, 0)
  expect(backend.opened.toSorted()).toEqual(deviceKinds.toSorted())
  await parallel.instantiate(guestBytes)
  await parallel.openDevice()
  expect(backend.opened.toSorted()).toEqual([...deviceKinds, ...deviceKinds, 'cpu'].toSorted())
})

test('2021 numbers: 0 cpu, 1 discrete GPU, 2 integrated GPU, and no more', async () => {
  const seen: DeviceChoice[] = []
  await using parallel = await createParallel({
    backends: [fake(deviceKinds)],
    deviceNumbers: '2021',
    onDeviceChoice: (choice) => seen.push(choice),
  })
  const guest = await parallel.instantiate(guestBytes)
  for (const number of [0, 1, 2]) expect(await guest.call('get_device', number, 0)).toBe(0)
  expect(await guest.call('get_device', 3, 0)).toBe(errnoNumbers.invalid_device_kind)
  expect(seen.map(({ hint }) => hint)).toEqual(['cpu', 'discrete_gpu', 'integrated_gpu'])
  expect(guest.choices).toEqual(seen)
})

test.each([
  [{ backends: [{}] }, TypeError],
  [{ backends: undefined }, TypeError],
  [{ device: 'tpu' }, TypeError],
  [{ suspension: 'thread' }, TypeError],
  [{ memory: 'private' }, TypeError],
  [{ deviceNumbers: '2020' }, TypeError],
  [{ threads: 0 }, RangeError],
  [{ threads: 1.5 }, TypeError],
  [{ timeLimitMs: 0 }, RangeError],
  [{ timeLimitMs: Number.NaN }, RangeError],
  [{ limits: { maximumBuffers: -1 } }, RangeError],
])('wrong options %j', async (options, error) => {
  const wrong = { backends: [createSequentialBackend()], ...options } as unknown as ParallelOptions
  await expect(createParallel(wrong)).rejects.toThrow(error)
})
