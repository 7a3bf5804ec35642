import { Result, Tuple2, Tuple3, Unit } from '@weft/assemblyscript/assembly/component'
import { InputStream, OutputStream, StreamError } from '../gen/wasi-io-streams'
import { instanceNetwork } from '../gen/wasi-sockets-instance-network'
import { IpAddressFamily, IpSocketAddress } from '../gen/wasi-sockets-network'
import { TcpSocket } from '../gen/wasi-sockets-tcp'
import { createTcpSocket } from '../gen/wasi-sockets-tcp-create-socket'
import { done, say, v4, wait } from './say'

export function tcp(): TcpSocket {
  return createTcpSocket(IpAddressFamily.Ipv4).value
}

export function bind(socket: TcpSocket): void {
  const network = instanceNetwork()
  socket.startBind(network, v4(127, 0, 0, 1, 0))
  socket.finishBind()
  network.drop()
}

export function startConnect(socket: TcpSocket, address: IpSocketAddress): string {
  const network = instanceNetwork()
  const result = socket.startConnect(network, address)
  network.drop()
  return done(result)
}

export function startBind(socket: TcpSocket, address: IpSocketAddress): string {
  const network = instanceNetwork()
  const result = socket.startBind(network, address)
  network.drop()
  return done(result)
}

export function closedOr(error: StreamError): string {
  return error.isClosed ? 'closed' : 'failed'
}

export function readText(input: InputStream): string {
  const read = input.blockingRead(16)
  if (read.isErr) return closedOr(read.error)
  return String.UTF8.decodeUnsafe(read.value.dataStart, read.value.length)
}

export function written(result: Result<Unit, StreamError>): string {
  return result.isOk ? 'ok' : closedOr(result.error)
}

/** A connection of this guest with itself. */
export class Pair {
  listener: TcpSocket = tcp()
  client: TcpSocket = tcp()
  connected: Tuple2<InputStream, OutputStream> | null = null
  accepted: Tuple3<TcpSocket, InputStream, OutputStream> | null = null

  constructor() {
    bind(this.listener)
    this.listener.setKeepAliveEnabled(true)
    this.listener.setHopLimit(42)
    say('start-listen', done(this.listener.startListen()))
    say('early accept', done(this.listener.accept()))
    say('finish-listen', done(this.listener.finishListen()))
    say('no connection', done(this.listener.accept()))
    say('start-connect', startConnect(this.client, this.listener.localAddress().value))
    say('pending', done(this.client.finishConnect()) + ' ' + done(this.client.startListen()))
    wait(this.client.subscribe())
    this.connected = this.client.finishConnect().value
    wait(this.listener.subscribe())
    this.accepted = this.listener.accept().value
  }

  get clientIn(): InputStream {
    return this.connected!._0
  }

  get clientOut(): OutputStream {
    return this.connected!._1
  }

  get server(): TcpSocket {
    return this.accepted!._0
  }

  get serverIn(): InputStream {
    return this.accepted!._1
  }

  get serverOut(): OutputStream {
    return this.accepted!._2
  }

  dropClient(): void {
    this.clientIn.drop()
    this.clientOut.drop()
    this.client.drop()
  }

  dropServer(): void {
    this.serverIn.drop()
    this.serverOut.drop()
    this.server.drop()
  }
}
