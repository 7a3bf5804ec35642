import type { ExternDescription } from '@weft/component'
import { expect, test } from 'vitest'
import { Grants } from '../../host/grants.js'
import { deniedSockets2 } from './denied.js'

const func = { kind: 'func', type: { async: false, params: [] } } as const
const item: ExternDescription = {
  kind: 'instance',
  name: 'wasi:sockets/tcp@0.2.6',
  exports: [
    { kind: 'resource', name: 'tcp-socket', resource: 'wasi:sockets/tcp@0.2.6#tcp-socket' },
    { kind: 'resource', name: 'pollable', resource: 'wasi:io/poll@0.2.6#pollable' },
    { ...func, name: '[method]tcp-socket.start-bind' },
    { ...func, name: 'create-tcp-socket' },
  ],
}

test('no socket of 0.2 can be made without the network, and the host is told once', () => {
  const denied: string[] = []
  const grants = new Grants(({ capability }) => denied.push(capability))
  const made = deniedSockets2(item, grants) as {
    TcpSocket: new () => { startBind(): void }
    createTcpSocket(): void
  }
  for (const call of [made.createTcpSocket, new made.TcpSocket().startBind])
    expect(call).toThrow(expect.objectContaining({ payload: 'access-denied' }))
  expect(Object.keys(made)).toEqual(['TcpSocket', 'createTcpSocket'])
  expect(denied).toEqual(['network'])
})
