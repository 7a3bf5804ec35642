import { once } from 'node:events'
import { connect } from 'node:net'
import type { Component } from '@weft/component'
import { beforeAll, expect, test } from 'vitest'
import { buildGuest } from './support/build-guest.js'
import { runReporter } from './support/run-reporter.js'

/** `error-code` of `wasi:sockets/types`, in the order of WIT. */
const codes =
  'access-denied not-supported invalid-argument out-of-memory timeout invalid-state address-not-bindable address-in-use remote-unreachable connection-refused connection-broken connection-reset connection-aborted datagram-too-large other'.split(
    ' ',
  )
/** That of `wasi:sockets/ip-name-lookup`. */
const lookupCodes =
  'access-denied invalid-argument name-unresolvable temporary-resolver-failure permanent-resolver-failure other'.split(
    ' ',
  )

let guest: Component

beforeAll(async () => {
  guest = await buildGuest('sockets')
})

const run = (args: readonly string[], names = codes, network = true) =>
  runReporter(guest, names, { args, network })

test('streams of TCP', async () => {
  expect((await run(['tcp-streams'])).results).toEqual({
    local: 'true',
    inherited: '42 true',
    received: 'ping',
    ends: 'ok ok',
    'receive twice': '!invalid-state',
    'send twice': 'false !invalid-state',
    'connect twice': '!invalid-state',
    listen: '!invalid-state',
    bind: '!invalid-state',
    'after drop': 'pong ok ok',
  })
})

test('many small writes', async () => {
  expect((await run(['tcp-small'])).results).toEqual({ small: '2097152 ok ok' })
})

test('reads that are cancelled lose nothing', async () => {
  expect((await run(['tcp-cancel'])).results).toEqual({ cancelled: '65536 true ok', written: 'ok' })
})

test('a peer that goes away ends what is sent', async () => {
  expect((await run(['tcp-broken'])).results.broken).toMatch(/^true !connection-(broken|reset)$/)
})

test('nothing can be sent to a peer that has ended both directions', async () => {
  expect((await run(['tcp-ended'])).results).toEqual({ sent: '!connection-broken', received: 'ok' })
})

test('a peer that resets the connection ends what is received, also if nobody looks', async () => {
  expect((await run(['tcp-reset'])).results).toEqual({
    sent: 'ok',
    reset: '!connection-reset',
    'reset unseen': '!connection-reset',
  })
})

test('a listener is there until its socket and its stream are dropped', async () => {
  const results = (family: string) => ({
    [`${family} without socket`]: 'ok',
    [`${family} accepted`]: 'true true',
    [`${family} not taken`]: 'ok',
    [`${family} closed`]: expect.stringMatching(/^(ok|!connection-reset)$/),
    [`${family} gone`]: '!connection-refused',
    [`${family} again`]: 'ok ok',
  })
  expect((await run(['tcp-listener'])).results).toEqual({ ...results('ipv4'), ...results('ipv6') })
})

test('what a guest leaves open is closed with it', async () => {
  const { results } = await run(['tcp-left'])
  const socket = connect(Number(results.port), '127.0.0.1')
  await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('what nobody reads is taken from the peer', async () => {
  expect((await run(['tcp-unread'])).results).toEqual({ dropped: 'ok', written: '128 ok' })
})

test('states and addresses of TCP', async () => {
  expect((await run(['tcp-states'])).results).toEqual({
    unbound: '!invalid-state !invalid-state',
    'unconnected send': 'false !invalid-state',
    'unconnected receive': '!invalid-state',
    'wrong family': '!invalid-argument !invalid-argument',
    multicast: '!invalid-argument',
    elsewhere: '!address-not-bindable',
    'no port': '!invalid-argument',
    any: '!invalid-argument',
    bound: 'ok !invalid-state',
    'in use': '!address-in-use',
    listening: 'ok true !invalid-state',
    'connect of listener': '!invalid-state',
    refused: '!connection-refused',
    closed: '!invalid-state !invalid-state !invalid-state',
    mapped: '!invalid-argument',
    family: '1 0',
  })
})

test('options of TCP', async () => {
  expect((await run(['tcp-options'])).results).toEqual({
    zero: Array(7).fill('!invalid-argument').join(' '),
    huge: Array(7).fill('ok').join(' '),
    small: 'true true',
    kept: '42 43 44 45 65536 131072',
  })
})

test('UDP', async () => {
  expect((await run(['udp'])).results).toEqual({
    unbound: '!invalid-state !invalid-state !invalid-state !invalid-state',
    bound: 'ok !invalid-state',
    send: 'ok ok',
    both: '1 2 true',
    'too large': '!datagram-too-large',
    'no target': '!invalid-argument',
    'wrong target': '!invalid-argument !invalid-argument !invalid-argument',
    'connect elsewhere': '!other',
    connect: 'ok true',
    connected: 'ok !invalid-argument',
    length: '3',
    disconnect: 'ok !invalid-state',
    options: '!invalid-argument ok 42 !invalid-argument ok',
  })
})

test('peers of UDP', async () => {
  const results = (family: string) => ({
    [`${family} after cancel`]: '1',
    [`${family} from peer`]: '0 true',
    [`${family} keeps its port`]: 'true',
    [`${family} from all`]: '3',
  })
  expect((await run(['udp-peers'])).results).toEqual({ ...results('ipv4'), ...results('ipv6') })
})

test('names are looked up', async () => {
  const names = [
    '127.0.0.1',
    '::1',
    '[::1]',
    '::ffff:1.2.3.4',
    '::ffff:102:304',
    'a b',
    '127.0.0.1:80',
    'a/b',
    '',
  ]
  expect((await run(['lookup', ...names], lookupCodes)).results).toEqual({
    '127.0.0.1': '127.0.0.1',
    '::1': '6:1',
    '[::1]': '6:1',
    '::ffff:1.2.3.4': '1.2.3.4',
    '::ffff:102:304': '1.2.3.4',
    'a b': '!invalid-argument',
    '127.0.0.1:80': '!invalid-argument',
    'a/b': '!invalid-argument',
    '': '!invalid-argument',
  })
  expect((await run(['lookup', 'localhost'], lookupCodes)).results.localhost).toMatch(/^(127\.0\.0\.1|6:1)/)
})

test('without the network access is denied, and the host is told once', async () => {
  expect(await run(['denied'], codes, false)).toEqual({
    results: {
      bind: '!access-denied',
      connect: '!access-denied',
      listen: '!access-denied',
      udp: '!access-denied !access-denied',
      lookup: '!access-denied',
    },
    denied: ['network'],
  })
})
