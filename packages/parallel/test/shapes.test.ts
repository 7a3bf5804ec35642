import { describe, expect, test } from 'vitest'
import { createParallel, type ParallelOptions } from '../src/index.js'
import { hosts } from './backends.js'
import { nstreamGuest, nstreamReadingGuest, storeGuest, tableGuest } from './guests.js'

describe.each(hosts)('guests in the shape of the prototypes, %s', (_, createBackend, hostOptions) => {
  async function start(module: Uint8Array, options: Omit<ParallelOptions, 'backends'> = {}) {
    const parallel = await createParallel({ backends: [createBackend()], ...hostOptions, ...options })
    const guest = await parallel.instantiate(module)
    return { guest, [Symbol.asyncDispose]: () => parallel[Symbol.asyncDispose]() }
  }

  test('kernel bytes in a data segment run on the guest memory', async () => {
    await using host = await start(storeGuest, { memory: 'shared' })
    expect(await host.guest.call('run', 0, 1)).toBe(0)
    expect(await host.guest.call('value')).toBe(1)
    expect(await host.guest.call('run', 1, 1000)).toBe(0)
    expect(await host.guest.call('value')).toBeGreaterThan(0)
    expect(host.guest.report?.blockSize).toBe(1)
  })

  test('the same kernel leaves the guest memory alone in isolated mode', async () => {
    await using host = await start(storeGuest)
    expect(await host.guest.call('run', 0, 1)).toBe(0)
    expect(await host.guest.call('value')).toBe(0)
  })

  test.each([1, 7, 1000, 4096])('nstream of %i items reads its result where it lies', async (items) => {
    await using host = await start(nstreamGuest, { memory: 'shared' })
    expect(await host.guest.call('setup', 2, items, 1)).toBe(0)
    for (let round = 0; round < 3; round++) expect(await host.guest.call('execute')).toBe(0)
    expect(await host.guest.call('finish')).toBe(0)
    expect(host.guest.failures).toEqual([])
  })

  test.each(['isolated', 'shared', undefined] as const)(
    'nstream with read_buffer, memory %s',
    async (memory) => {
      await using host = await start(nstreamReadingGuest, { memory })
      expect(await host.guest.call('setup', 2, 1000, 1)).toBe(0)
      for (let round = 0; round < 3; round++) expect(await host.guest.call('execute')).toBe(0)
      expect(await host.guest.call('finish')).toBe(0)
    },
  )

  test('nstream without read_buffer sees nothing of the device in isolated mode', async () => {
    await using host = await start(nstreamGuest)
    expect(await host.guest.call('setup', 2, 10, 1)).toBe(0)
    expect(await host.guest.call('execute')).toBe(0)
    expect(await host.guest.call('finish')).toBe(10)
  })

  test.each(['__indirect_function_table', 'table', 'other'])(
    'parallel_for with the table exported as %s',
    async (name) => {
      await using host = await start(tableGuest(name), { deviceNumbers: '2021' })
      expect(await host.guest.call('setup', 2, 1000, 0)).toBe(0)
      for (let round = 0; round < 3; round++) expect(await host.guest.call('execute')).toBe(0)
      expect(await host.guest.call('finish')).toBe(0)
      expect(host.guest.choices.map(({ hint }) => hint)).toEqual(['cpu'])
    },
  )

  test('parallel_for without a device or buffers sees the present value of a global', async () => {
    await using host = await start(tableGuest('table'))
    for (const bias of [1, 100, -5]) {
      await host.guest.call('set_bias', bias)
      expect(await host.guest.call('store', 2, 10)).toBe(0)
      expect(await host.guest.call('stored', 0)).toBe(bias)
      expect(await host.guest.call('stored', 9)).toBe(9 + bias)
    }
  })
})
