import { ResourceError } from '@weft/component'
import { expect, test } from 'vitest'
import { createRequest, createResponse } from './create-message.js'
import { readMessage } from './read-message.js'

const url = 'http://localhost/'
const wrong = { 'no name': 'value' }

test('trailers that cannot be sent are refused as headers are', () => {
  expect(() => createRequest(url, { headers: wrong })).toThrow(TypeError)
  expect(() => createRequest(url, { trailers: wrong })).toThrow(TypeError)
  expect(() => createResponse({ trailers: wrong })).toThrow(TypeError)
})

test('trailers that fail later are the failure of whoever reads the body, and of nobody if that is nobody', async () => {
  const reason = new Error('no trailers')
  const failing = () => createRequest(url, { trailers: Promise.reject(reason) })
  // An unhandled rejection would fail the test.
  failing()
  await expect(readMessage(failing()).text()).rejects.toBe(reason)
  await expect(readMessage(createRequest(url, { trailers: Promise.resolve(wrong) })).text()).rejects.toThrow(
    TypeError,
  )
})

test('a body that is read a second time is no empty body', async () => {
  const received = readMessage(createRequest(url, { body: 'once' }))
  expect(await received.text()).toBe('once')
  await expect(received.text()).rejects.toThrow(ResourceError)
})
