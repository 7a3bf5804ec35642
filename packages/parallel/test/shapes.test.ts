import { createSequentialBackend } from '@weft/backend'
import { expect, test } from 'vitest'
import { createParallel } from '../src/index.js'
import { nstreamGuest, nstreamReadingGuest, storeGuest, tableGuest } from './guests.js'

test('kernel bytes in a data segment', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()], memory: 'shared' })
  const guest = await parallel.instantiate(storeGuest)
  expect(await guest.call('run', 0, 7)).toBe(0)
  expect(await guest.call('value')).toBe(7)
})

test('nstream', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()], memory: 'shared' })
  const guest = await parallel.instantiate(nstreamGuest)
  expect(await guest.call('setup', 0, 1000, 1)).toBe(0)
  for (let i = 0; i < 3; i++) expect(await guest.call('execute')).toBe(0)
  expect(await guest.call('finish')).toBe(0)
})

test('nstream isolated', async () => {
  await using parallel = await createParallel({ backends: [createSequentialBackend()] })
  const guest = await parallel.instantiate(nstreamReadingGuest)
  expect(await guest.call('setup', 0, 1000, 1)).toBe(0)
  for (let i = 0; i < 3; i++) expect(await guest.call('execute')).toBe(0)
  expect(await guest.call('finish')).toBe(0)
})

test('table', async () => {
  await using parallel = await createParallel({
    backends: [createSequentialBackend()],
    deviceNumbers: '2021',
  })
  const guest = await parallel.instantiate(tableGuest('table'))
  expect(await guest.call('setup', 0, 1000, 0)).toBe(0)
  for (let i = 0; i < 3; i++) expect(await guest.call('execute')).toBe(0)
  expect(await guest.call('finish')).toBe(0)
  expect(await guest.call('store', 2, 10)).toBe(0)
  expect(await guest.call('stored', 9)).toBe(10)
  await guest.call('set_bias', 100)
  expect(await guest.call('store', 2, 10)).toBe(0)
  expect(await guest.call('stored', 9)).toBe(109)
  expect(await guest.call('store', 0, 10)).toBe(13)
  expect(await guest.call('store', 3, 10)).toBe(13)
})
