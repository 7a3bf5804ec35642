import type { Component } from '@weft/component'
import { beforeAll, expect, test } from 'vitest'
import { buildIn } from './support/guests.js'
import { runReporter } from './support/run-reporter.js'

/** `error-code` of `wasi:sockets/network`, in the order of WIT. */
const codes =
  'unknown access-denied not-supported invalid-argument out-of-memory timeout concurrency-conflict not-in-progress would-block invalid-state new-socket-limit address-not-bindable address-in-use remote-unreachable connection-refused connection-reset connection-aborted datagram-too-large name-unresolvable temporary-resolver-failure permanent-resolver-failure'.split(
    ' ',
  )

let guest: Component

beforeAll(async () => {
  guest = await buildIn('preview2', 'sockets', 'sockets')
})

const run = (args: readonly string[], network = true) => runReporter(guest, codes, { args, network })

/** How a guest gets its connection with itself. */
const connecting = {
  'start-listen': 'ok',
  'early accept': '!invalid-state',
  'finish-listen': 'ok',
  'no connection': '!would-block',
  'start-connect': 'ok',
  pending: '!would-block !concurrency-conflict',
}

test('streams of TCP', async () => {
  expect((await run(['tcp-streams'])).results).toEqual({
    ...connecting,
    finished: '!not-in-progress !would-block',
    inherited: '42 true',
    addresses: 'true true true false',
    nothing: '0',
    up: 'ok ping',
    down: 'ok pong',
    connected: '!invalid-state !invalid-state !invalid-state',
    shutdown: 'ok closed',
    end: 'last closed',
    'other way': 'ok still',
    receive: 'ok closed',
  })
})

test('what is written is held up, and stays whole when its socket is dropped', async () => {
  expect((await run(['tcp-large'])).results).toEqual({ ...connecting, large: 'true true true closed' })
})

test('a peer that goes away ends what is written', async () => {
  expect((await run(['tcp-broken'])).results).toEqual({ ...connecting, broken: 'true true' })
})

test('states and addresses of TCP', async () => {
  expect((await run(['tcp-states'])).results).toEqual({
    unbound: '!invalid-state !invalid-state !invalid-state !invalid-state',
    'nothing started': '!not-in-progress !not-in-progress !not-in-progress',
    'wrong family': '!invalid-argument',
    multicast: '!invalid-argument',
    elsewhere: '!address-not-bindable',
    bind: 'ok !concurrency-conflict !concurrency-conflict',
    ready: 'true',
    bound: 'ok !not-in-progress !invalid-state',
    'in use': '!address-in-use',
    'no port': 'ok',
    'refused address': '!invalid-argument ok',
    refused: '!connection-refused !not-in-progress',
    closed: '!invalid-state !invalid-state !invalid-state',
    family: '1 0',
  })
})

test('options of TCP', async () => {
  expect((await run(['options'])).results).toEqual({
    zero: Array(7).fill('!invalid-argument').join(' '),
    kept: '42 43 44 45 65536 131072',
  })
})

test('UDP', async () => {
  expect((await run(['udp'])).results).toEqual({
    unbound: '!invalid-state !not-in-progress !invalid-state !invalid-state',
    bind: 'ok !concurrency-conflict ok !invalid-state',
    none: '0 true',
    both: '2 1 2 true',
    'no target': '!invalid-argument',
    connected: 'true 1 3',
    back: '4',
    again: '5',
    disconnected: '!invalid-state',
    options: '!invalid-argument ok 42 0',
  })
})

test('a guest may leave its sockets open', async () => {
  expect((await run(['leave'])).results).toEqual({ ...connecting, left: '0' })
})

test('names are looked up', async () => {
  const names = ['127.0.0.1', '::1', '::ffff:1.2.3.4', 'a b', 'localhost']
  const { localhost, ...literals } = (await run(['lookup', ...names])).results
  expect(literals).toEqual({
    '127.0.0.1': '!would-block 127.0.0.1',
    '::1': '!would-block 6:1',
    '::ffff:1.2.3.4': '!would-block 1.2.3.4',
    'a b': '!would-block !invalid-argument',
  })
  expect(localhost).toMatch(/^!would-block (127\.0\.0\.1|6:1)/)
})

test('without the network access is denied, and the host is told once', async () => {
  expect(await run(['denied'], false)).toEqual({
    results: { tcp: '!access-denied', udp: '!access-denied', lookup: '!access-denied' },
    denied: ['network'],
  })
})
