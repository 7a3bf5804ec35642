import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { hostOf, ipAddress, socketAddress } from './addresses.js'

test.each([
  ['127.0.0.1', [127, 0, 0, 1]],
  ['::', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
  ['2001:DB8::1:0', [0x2001, 0xdb8, 0, 0, 0, 0, 1, 0]],
  ['1:2:3:4:5:6:7:8', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['::ffff:1.2.3.4', [0, 0, 0, 0, 0, 0xffff, 0x102, 0x304]],
])('%s is read', (text, val) => {
  expect(ipAddress(text).val).toEqual(val)
})

test('the scope of an address is the number of its interface', () => {
  expect(socketAddress('fe80::1%7', 80)).toEqual({
    tag: 'ipv6',
    val: { port: 80, flowInfo: 0, address: [0xfe80, 0, 0, 0, 0, 0, 0, 1], scopeId: 7 },
  })
  expect(hostOf(socketAddress('fe80::1%7', 80))).toBe('fe80:0:0:0:0:0:0:1%7')
  const scoped = Object.entries(networkInterfaces()).flatMap(([name, entries = []]) =>
    entries.flatMap((entry) => (entry.scopeid ? [[name, entry.scopeid] as const] : [])),
  )
  for (const [name, scopeId] of scoped)
    expect(socketAddress(`fe80::1%${name}`, 80).val).toMatchObject({ scopeId })
})
