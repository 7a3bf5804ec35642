import { IpAddressFamily } from '../gen/wasi-sockets-network'
import { ShutdownType } from '../gen/wasi-sockets-tcp'
import { createTcpSocket } from '../gen/wasi-sockets-tcp-create-socket'
import { done, say, v4, v6, wait } from './say'
import { startBind, startConnect, tcp } from './tcp-pair'

export function tcpStates(): void {
  const socket = tcp()
  say('unbound', done(socket.localAddress()) + ' ' + done(socket.remoteAddress()) + ' ' + done(socket.startListen()) + ' ' + done(socket.accept()))
  say('nothing started', done(socket.finishBind()) + ' ' + done(socket.finishConnect()) + ' ' + done(socket.finishListen()))
  say('wrong family', startBind(socket, v6(1, 0)))
  say('multicast', startBind(socket, v4(224, 0, 0, 1, 0)))
  say('elsewhere', startBind(socket, v4(192, 0, 2, 1, 0)))
  say('bind', startBind(socket, v4(127, 0, 0, 1, 0)) + ' ' + startBind(socket, v4(127, 0, 0, 1, 0)) + ' ' + done(socket.localAddress()))
  const pollable = socket.subscribe()
  say('ready', pollable.ready().toString())
  pollable.drop()
  say('bound', done(socket.finishBind()) + ' ' + done(socket.finishBind()) + ' ' + startBind(socket, v4(127, 0, 0, 1, 0)))
  const other = tcp()
  say('in use', startBind(other, socket.localAddress().value))
  say('no port', startConnect(other, v4(127, 0, 0, 1, 0)))
  wait(other.subscribe())
  say('refused address', done(other.finishConnect()) + ' ' + startBind(other, v4(127, 0, 0, 1, 0)))
  const lost = tcp()
  startConnect(lost, v4(127, 0, 0, 1, 1))
  wait(lost.subscribe())
  say('refused', done(lost.finishConnect()) + ' ' + done(lost.finishConnect()))
  say('closed', startConnect(lost, v4(127, 0, 0, 1, 1)) + ' ' + startBind(lost, v4(127, 0, 0, 1, 0)) + ' ' + done(lost.shutdown(ShutdownType.Both)))
  const six = createTcpSocket(IpAddressFamily.Ipv6).value
  say('family', (<i32>six.addressFamily()).toString() + ' ' + (<i32>socket.addressFamily()).toString())
  // One that is dropped while it connects.
  const given = tcp()
  startConnect(given, v4(127, 0, 0, 1, 1))
  given.drop()
  socket.drop()
}

const second: u64 = 1000000000

export function options(): void {
  const socket = tcp()
  say('zero', [
    done(socket.setListenBacklogSize(0)),
    done(socket.setKeepAliveIdleTime(0)),
    done(socket.setKeepAliveInterval(0)),
    done(socket.setKeepAliveCount(0)),
    done(socket.setHopLimit(0)),
    done(socket.setReceiveBufferSize(0)),
    done(socket.setSendBufferSize(0)),
  ].join(' '))
  socket.setListenBacklogSize(5)
  socket.setKeepAliveIdleTime(42 * second)
  socket.setKeepAliveInterval(43 * second)
  socket.setKeepAliveCount(44)
  socket.setHopLimit(45)
  socket.setReceiveBufferSize(0x10000)
  socket.setSendBufferSize(0x20000)
  say('kept', [
    socket.keepAliveIdleTime().value / second,
    socket.keepAliveInterval().value / second,
    socket.keepAliveCount().value,
    socket.hopLimit().value,
    socket.receiveBufferSize().value,
    socket.sendBufferSize().value,
  ].join(' '))
  socket.drop()
}
