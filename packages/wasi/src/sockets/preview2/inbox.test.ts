import { expect, test } from 'vitest'
import type { SocketAddress } from '../shim.js'
import { UdpSocket } from '../udp-socket.js'
import { Inbox } from './inbox.js'

const local = (address: readonly number[]): SocketAddress => ({ tag: 'ipv4', val: { port: 0, address } })

test.each([
  ['an address', [127, 0, 0, 1]],
  ['all addresses', [0, 0, 0, 0]],
])('nothing waits any more for datagrams to %s when the inbox is closed', async (_name, address) => {
  const socket = UdpSocket.create('ipv4')
  socket.bind(local(address))
  const inbox = new Inbox(socket)
  expect(inbox.take(1)).toEqual([])
  await inbox.close()
  socket[Symbol.dispose]()
})

test('nor if the socket was connected', async () => {
  const [one, other] = [UdpSocket.create('ipv4'), UdpSocket.create('ipv4')]
  one.bind(local([127, 0, 0, 1]))
  other.bind(local([127, 0, 0, 1]))
  const inbox = new Inbox(one)
  one.connect(other.getLocalAddress())
  expect(inbox.isReady).toBe(false)
  one.disconnect()
  await inbox.close()
  one[Symbol.dispose]()
  other[Symbol.dispose]()
})
