import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { SocketAddress } from './addresses.js'
import { Connection, type OpenEnds } from './connection.js'
import { createSockets2 } from './preview2/create-sockets.js'
import type { TcpSocket2 } from './preview2/tcp-socket.js'
import { TcpSocket } from './tcp-socket.js'

/** A peer that takes nothing. */
async function silentPeer() {
  const sockets: Socket[] = []
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.push(socket.on('error', () => undefined))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  const address: SocketAddress = { tag: 'ipv4', val: { port, address: [127, 0, 0, 1] } }
  return {
    address,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** More than the system takes. */
function endless() {
  let isOpen = true
  return {
    async *[Symbol.asyncIterator]() {
      while (isOpen) yield new Uint8Array(2 ** 20)
    },
    close() {
      isOpen = false
    },
  }
}

/** As if the time that it waits for the peer were over. */
async function expectGivenUp({ socket }: Connection): Promise<void> {
  expect(socket.timeout).toBeGreaterThan(0)
  expect(socket.destroyed).toBe(false)
  socket.emit('timeout')
  await once(socket, 'close')
}

test('a peer that takes nothing does not keep what a guest leaves open', async () => {
  await using peer = await silentPeer()
  const open: OpenEnds = new Set()
  const socket = new TcpSocket(open, 'ipv4')
  await socket.connect(peer.address)
  const [connection] = open as Set<Connection>
  const sending = socket.send(endless())
  while (connection!.socket.writableLength === 0) await new Promise(setImmediate)
  expect(connection!.socket.timeout ?? 0).toBe(0)
  connection!.close()
  const failed = expect(sending).rejects.toMatchObject({ payload: {} })
  await expectGivenUp(connection!)
  await failed
  expect(open.size).toBe(0)
})

test('nor what a guest of WASI 0.2 leaves open, whose bytes are still sent', async () => {
  await using peer = await silentPeer()
  const closers: (() => void)[] = []
  const sockets = createSockets2({ closers })
  const { createTcpSocket } = sockets['tcp-create-socket'] as { createTcpSocket(family: string): TcpSocket2 }
  const socket = createTcpSocket('ipv4')
  socket.startConnect(undefined, peer.address)
  await socket.subscribe().block()
  const [, output] = socket.finishConnect()
  while (output.checkWrite() > 0n) {
    output.write(new Uint8Array(Number(output.checkWrite())))
    await new Promise(setImmediate)
  }
  using expire = vi.spyOn(Connection.prototype, 'expire')
  for (const close of closers) close()
  const [connection] = expire.mock.contexts as [Connection]
  await expectGivenUp(connection)
})
