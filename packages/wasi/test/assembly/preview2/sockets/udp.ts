import { Tuple2 } from '@weft/assemblyscript/assembly/component'
import { subscribeDuration } from '../gen/wasi-clocks-monotonic-clock'
import { instanceNetwork } from '../gen/wasi-sockets-instance-network'
import { IpAddressFamily, IpSocketAddress } from '../gen/wasi-sockets-network'
import {
  IncomingDatagram,
  IncomingDatagramStream,
  OutgoingDatagram,
  OutgoingDatagramStream,
  UdpSocket,
} from '../gen/wasi-sockets-udp'
import { createUdpSocket } from '../gen/wasi-sockets-udp-create-socket'
import { bytes, done, say, v4, wait } from './say'

export class Udp {
  socket: UdpSocket = createUdpSocket(IpAddressFamily.Ipv4).value
  streams: Tuple2<IncomingDatagramStream, OutgoingDatagramStream> | null = null

  bind(): string {
    const network = instanceNetwork()
    const result = this.socket.startBind(network, v4(127, 0, 0, 1, 0))
    const again = this.socket.startBind(network, v4(127, 0, 0, 1, 0))
    const text = done(result) + ' ' + done(again) + ' ' + done(this.socket.finishBind()) + ' ' + done(this.socket.startBind(network, v4(127, 0, 0, 1, 0)))
    network.drop()
    return text
  }

  open(remote: IpSocketAddress | null): void {
    this.close()
    this.streams = this.socket.stream(remote).value
  }

  close(): void {
    const streams = this.streams
    if (streams === null) return
    streams._0.drop()
    streams._1.drop()
  }

  get incoming(): IncomingDatagramStream {
    return this.streams!._0
  }

  get outgoing(): OutgoingDatagramStream {
    return this.streams!._1
  }

  get address(): IpSocketAddress {
    return this.socket.localAddress().value
  }

  /** Waits for as many datagrams. */
  receive(count: i32): Array<IncomingDatagram> {
    const all = new Array<IncomingDatagram>()
    while (all.length < count) {
      wait(this.incoming.subscribe())
      const some = this.incoming.receive(1).value
      for (let i = 0; i < some.length; i++) all.push(some[i])
    }
    return all
  }

  send(text: string, address: IpSocketAddress | null): string {
    const result = this.outgoing.send([new OutgoingDatagram(bytes(text), address)])
    return result.isOk ? result.value.toString() : done(result)
  }

  /** How what was sent fails. */
  failure(): string {
    let result = this.outgoing.checkSend()
    while (result.isOk) {
      wait(subscribeDuration(1000000))
      result = this.outgoing.checkSend()
    }
    return done(result)
  }
}

export function udp(): void {
  const one = new Udp()
  const two = new Udp()
  say('unbound', done(one.socket.stream(null)) + ' ' + done(one.socket.finishBind()) + ' ' + done(one.socket.localAddress()) + ' ' + done(one.socket.remoteAddress()))
  say('bind', one.bind())
  two.bind()
  one.open(null)
  two.open(null)
  say('none', one.incoming.receive(8).value.length.toString() + ' ' + (two.outgoing.checkSend().value > 1).toString())
  wait(two.outgoing.subscribe())
  const there = one.address
  const sent = two.outgoing.send([new OutgoingDatagram(bytes('a'), there), new OutgoingDatagram(bytes('bc'), there)])
  const both = one.receive(2)
  say('both', [sent.value.toString(), both[0].data.length.toString(), both[1].data.length.toString(), (both[0].remoteAddress.ipv4.port == two.address.ipv4.port).toString()].join(' '))
  two.send('x', null)
  say('no target', two.failure())
  two.open(there)
  say('connected', (two.socket.remoteAddress().value.ipv4.port == there.ipv4.port).toString() + ' ' + two.send('def', null) + ' ' + one.receive(1)[0].data.length.toString())
  one.send('back', two.address)
  say('back', two.receive(1)[0].data.length.toString())
  two.open(there)
  one.send('again', two.address)
  say('again', two.receive(1)[0].data.length.toString())
  two.open(null)
  say('disconnected', done(two.socket.remoteAddress()))
  say('options', [
    done(one.socket.setUnicastHopLimit(0)),
    done(one.socket.setUnicastHopLimit(42)),
    one.socket.unicastHopLimit().value.toString(),
    (<i32>one.socket.addressFamily()).toString(),
  ].join(' '))
  one.close()
  two.close()
  one.socket.drop()
  two.socket.drop()
}
