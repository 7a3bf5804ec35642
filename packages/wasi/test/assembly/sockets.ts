import { Chunk, Result, Stream, Tuple4, Tuple8, Unit } from '@weft/assemblyscript/assembly/component'
import { createU8Stream } from './gen/streams'
import { getArguments } from './gen/wasi-cli-environment'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'
import { resolveAddresses } from './gen/wasi-sockets-ip-name-lookup'
import {
  ErrorCode,
  IpAddressFamily,
  IpSocketAddress,
  Ipv4SocketAddress,
  Ipv6SocketAddress,
  TcpSocket,
  UdpSocket,
} from './gen/wasi-sockets-types'
import { print } from './print'

let lines = ''

function say(what: string, text: string): void {
  lines += what + ': ' + text + '\n'
}

function done<T>(result: Result<T, ErrorCode>): string {
  return result.isOk ? 'ok' : '!' + result.error.tag.toString()
}

function v4(a: u8, b: u8, c: u8, d: u8, port: u16): IpSocketAddress {
  return IpSocketAddress.ipv4(new Ipv4SocketAddress(port, new Tuple4<u8, u8, u8, u8>(a, b, c, d)))
}

function v6(last: u16, sixth: u16, port: u16): IpSocketAddress {
  const address = new Tuple8<u16, u16, u16, u16, u16, u16, u16, u16>(0, 0, 0, 0, 0, sixth, 0, last)
  return IpSocketAddress.ipv6(new Ipv6SocketAddress(port, 0, address, 0))
}

function tcp(): TcpSocket {
  return TcpSocket.create(IpAddressFamily.Ipv4).value
}

function udp(): UdpSocket {
  return UdpSocket.create(IpAddressFamily.Ipv4).value
}

const second: u64 = 1000000000

class Pair {
  constructor(
    readonly listener: TcpSocket,
    readonly client: TcpSocket,
    readonly server: TcpSocket,
  ) {}
}

async function connect(): Promise<Pair> {
  const listener = tcp()
  listener.setKeepAliveEnabled(true)
  listener.setHopLimit(42)
  listener.bind(v4(127, 0, 0, 1, 0))
  const accepted = listener.listen().value
  const client = tcp()
  const connecting = client.connect(listener.getLocalAddress().value)
  const chunk = new Chunk<TcpSocket>(1)
  await accepted.read(chunk)
  await connecting
  accepted.drop()
  return new Pair(listener, client, chunk[0])
}

async function all(stream: Stream<u8>): Promise<string> {
  const chunk = new Chunk<u8>(16)
  let text = ''
  while (await stream.read(chunk)) {
    text += String.UTF8.decodeUnsafe(chunk.address, chunk.length)
    chunk.clear()
  }
  return text
}

async function tcpStreams(): Promise<bool> {
  const pair = await connect()
  say('local', (pair.client.getLocalAddress().value.ipv4.port == pair.server.getRemoteAddress().value.ipv4.port).toString())
  say('inherited', pair.server.getHopLimit().value.toString() + ' ' + pair.server.getKeepAliveEnabled().value.toString())
  const up = createU8Stream()
  const sent = pair.client.send(up.reader)
  const received = pair.server.receive()
  await up.writer.write(Chunk.utf8('ping'))
  up.writer.drop()
  say('received', await all(received._0))
  received._0.drop()
  say('ends', done(await received._1) + ' ' + done(await sent))
  const again = pair.server.receive()
  say('receive twice', (await all(again._0)) + done(await again._1))
  const more = createU8Stream()
  const refused = pair.client.send(more.reader)
  say('send twice', (await more.writer.write(Chunk.utf8('x'))).toString() + ' ' + done(await refused))
  more.writer.drop()
  again._0.drop()
  say('connect twice', done(await pair.client.connect(pair.listener.getLocalAddress().value)))
  const listening = pair.client.listen()
  say('listen', done(listening))
  say('bind', done(pair.client.bind(v4(127, 0, 0, 1, 0))))
  // Both sockets go, their streams go on.
  const down = createU8Stream()
  const pong = pair.server.send(down.reader)
  const back = pair.client.receive()
  pair.client.drop()
  pair.server.drop()
  await down.writer.write(Chunk.utf8('pong'))
  down.writer.drop()
  say('after drop', (await all(back._0)) + ' ' + done(await back._1) + ' ' + done(await pong))
  back._0.drop()
  pair.listener.drop()
  return true
}

/** Many writes that are small, at both ends' pace. */
async function tcpSmall(): Promise<bool> {
  const pair = await connect()
  const up = createU8Stream()
  const sent = pair.client.send(up.reader)
  const received = pair.server.receive()
  const counted = count(received._0)
  const chunk = Chunk.utf8('x'.repeat(256))
  for (let written = 0; written < 8192; written++) await up.writer.write(chunk)
  up.writer.drop()
  say('small', (await counted).toString() + ' ' + done(await sent) + ' ' + done(await received._1))
  pair.client.drop()
  pair.server.drop()
  pair.listener.drop()
  return true
}

/** Reads that are cancelled whenever there is nothing to read. */
async function tcpCancel(): Promise<bool> {
  const pair = await connect()
  const received = pair.server.receive()
  const writing = sendBytes(pair.client)
  const chunk = new Chunk<u8>(1000)
  let length = 0
  let inOrder = true
  while (!received._0.ended) {
    received._0.read(chunk)
    received._0.cancel()
    for (let i = 0; i < chunk.length; i++) if (chunk[i] != <u8>(length++)) inOrder = false
    if (chunk.length == 0) await waitFor(1000000)
  }
  say('cancelled', length.toString() + ' ' + inOrder.toString() + ' ' + done(await received._1))
  say('written', await writing)
  return true
}

/** Sends all bytes in order, many times. */
async function sendBytes(socket: TcpSocket): Promise<string> {
  const data = createU8Stream()
  const sent = socket.send(data.reader)
  const chunk = new Chunk<u8>(256)
  for (let i = 0; i < 256; i++) chunk.push(<u8>i)
  for (let written = 0; written < 256; written++) await data.writer.write(chunk)
  data.writer.drop()
  return done(await sent)
}

async function count(stream: Stream<u8>): Promise<i32> {
  const chunk = new Chunk<u8>(4096)
  let length = 0
  while (await stream.read(chunk)) {
    length += chunk.length
    chunk.clear()
  }
  stream.drop()
  return length
}

/** The peer has ended both directions before anything is written. */
async function tcpEnded(): Promise<bool> {
  const pair = await connect()
  const up = createU8Stream()
  const sent = pair.client.send(up.reader)
  const received = pair.client.receive()
  const theirs = createU8Stream()
  const answered = pair.server.send(theirs.reader)
  const heard = pair.server.receive()
  pair.server.drop()
  heard._0.drop()
  heard._1.drop()
  theirs.writer.drop()
  answered.drop()
  while (await up.writer.write(Chunk.utf8('undeliverable'))) {}
  say('sent', done(await sent))
  say('received', (await all(received._0)) + done(await received._1))
  return true
}

async function tcpBroken(): Promise<bool> {
  const pair = await connect()
  const up = createU8Stream()
  const sent = pair.client.send(up.reader)
  pair.server.drop()
  let writes = 0
  while (writes < 100000 && (await up.writer.write(Chunk.utf8('undeliverable')))) writes++
  up.writer.drop()
  const result = await sent
  say('broken', (writes < 100000).toString() + ' ' + done(result))
  pair.client.drop()
  pair.listener.drop()
  return true
}

/** A peer that closes with data unread, which resets the connection. */
async function tcpReset(): Promise<bool> {
  const watched = await connect()
  const received = watched.client.receive()
  say('sent', await sendAll(watched.client, 'unread'))
  watched.server.drop()
  say('reset', (await all(received._0)) + done(await received._1))
  const idle = await connect()
  await sendAll(idle.client, 'unread')
  idle.server.drop()
  await waitFor(second / 50)
  const late = idle.client.receive()
  say('reset unseen', (await all(late._0)) + done(await late._1))
  return true
}

async function sendAll(socket: TcpSocket, text: string): Promise<string> {
  const data = createU8Stream()
  const sent = socket.send(data.reader)
  await data.writer.write(Chunk.utf8(text))
  data.writer.drop()
  return done(await sent)
}

/** A listener is its socket and its stream: it is there until both are dropped. */
async function tcpListener(family: IpAddressFamily, name: string): Promise<bool> {
  const listener = TcpSocket.create(family).value
  const accepted = listener.listen().value
  const local = listener.getLocalAddress().value
  const address = local.isIpv4 ? v4(127, 0, 0, 1, local.ipv4.port) : v6(1, 0, local.ipv6.port)
  listener.drop()
  const taken = TcpSocket.create(family).value
  const left = TcpSocket.create(family).value
  say(name + ' without socket', done(await taken.connect(address)))
  const chunk = new Chunk<TcpSocket>(1)
  say(name + ' accepted', (await accepted.read(chunk)).toString() + ' ' + (chunk[0].getAddressFamily() == family).toString())
  say(name + ' not taken', done(await left.connect(address)))
  accepted.drop()
  const received = left.receive()
  say(name + ' closed', (await all(received._0)) + done(await received._1))
  say(name + ' gone', done(await TcpSocket.create(family).value.connect(address)))
  const again = TcpSocket.create(family).value
  say(name + ' again', done(again.bind(address)) + ' ' + done(again.listen()))
  return true
}

/** Nobody reads any more: the peer is not held up. */
async function tcpUnread(): Promise<bool> {
  const pair = await connect()
  const received = pair.client.receive()
  received._0.drop()
  say('dropped', done(await received._1))
  const data = createU8Stream()
  const sent = pair.server.send(data.reader)
  const chunk = new Chunk<u8>(65536)
  chunk.length = 65536
  let written = 0
  while (written < 128 && (await data.writer.write(chunk))) written++
  data.writer.drop()
  say('written', written.toString() + ' ' + done(await sent))
  return true
}

async function tcpStates(): Promise<bool> {
  const socket = tcp()
  say('unbound', done(socket.getLocalAddress()) + ' ' + done(socket.getRemoteAddress()))
  const data = createU8Stream()
  const sent = socket.send(data.reader)
  say('unconnected send', (await data.writer.write(Chunk.utf8('x'))).toString() + ' ' + done(await sent))
  data.writer.drop()
  const received = socket.receive()
  say('unconnected receive', (await all(received._0)) + done(await received._1))
  received._0.drop()
  say('wrong family', done(socket.bind(v6(1, 0, 0))) + ' ' + done(await socket.connect(v6(1, 0, 80))))
  say('multicast', done(socket.bind(v4(224, 0, 0, 1, 0))))
  say('elsewhere', done(socket.bind(v4(192, 0, 2, 1, 0))))
  say('no port', done(await socket.connect(v4(127, 0, 0, 1, 0))))
  say('any', done(await socket.connect(v4(0, 0, 0, 0, 80))))
  say('bound', done(socket.bind(v4(127, 0, 0, 1, 0))) + ' ' + done(socket.bind(v4(127, 0, 0, 1, 0))))
  const other = tcp()
  say('in use', done(other.bind(socket.getLocalAddress().value)))
  say('listening', done(socket.listen()) + ' ' + socket.getIsListening().toString() + ' ' + done(socket.listen()))
  say('connect of listener', done(await socket.connect(v4(127, 0, 0, 1, 1))))
  const lost = tcp()
  say('refused', done(await lost.connect(v4(127, 0, 0, 1, 1))))
  say('closed', done(await lost.connect(v4(127, 0, 0, 1, 1))) + ' ' + done(lost.getLocalAddress()) + ' ' + done(lost.bind(v4(127, 0, 0, 1, 0))))
  const six = TcpSocket.create(IpAddressFamily.Ipv6).value
  say('mapped', done(six.bind(v6(1, 0xffff, 0))))
  say('family', six.getAddressFamily().toString() + ' ' + socket.getAddressFamily().toString())
  return true
}

function tcpOptions(): void {
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
  say('huge', [
    done(socket.setListenBacklogSize(u64.MAX_VALUE)),
    done(socket.setKeepAliveIdleTime(u64.MAX_VALUE)),
    done(socket.setKeepAliveInterval(u64.MAX_VALUE)),
    done(socket.setKeepAliveCount(u32.MAX_VALUE)),
    done(socket.setHopLimit(255)),
    done(socket.setReceiveBufferSize(u64.MAX_VALUE)),
    done(socket.setSendBufferSize(u64.MAX_VALUE)),
  ].join(' '))
  socket.setKeepAliveIdleTime(1)
  socket.setKeepAliveInterval(1)
  const idle = socket.getKeepAliveIdleTime().value
  const interval = socket.getKeepAliveInterval().value
  say('small', (idle > 0 && idle <= second).toString() + ' ' + (interval > 0 && interval <= second).toString())
  socket.setKeepAliveIdleTime(42 * second)
  socket.setKeepAliveInterval(43 * second)
  socket.setKeepAliveCount(44)
  socket.setHopLimit(45)
  socket.setReceiveBufferSize(0x10000)
  socket.setSendBufferSize(0x20000)
  say('kept', [
    socket.getKeepAliveIdleTime().value / second,
    socket.getKeepAliveInterval().value / second,
    socket.getKeepAliveCount().value,
    socket.getHopLimit().value,
    socket.getReceiveBufferSize().value,
    socket.getSendBufferSize().value,
  ].join(' '))
}

async function udpSockets(): Promise<bool> {
  const one = udp()
  const two = udp()
  say('unbound', done(one.getLocalAddress()) + ' ' + done(one.getRemoteAddress()) + ' ' + done(one.disconnect()) + ' ' + done(await one.receive()))
  say('bound', done(one.bind(v4(127, 0, 0, 1, 0))) + ' ' + done(one.bind(v4(127, 0, 0, 1, 0))))
  const there = one.getLocalAddress().value
  const first = one.receive()
  const second = one.receive()
  say('send', done(await two.send(Uint8Array.wrap(String.UTF8.encode('a')), there)) + ' ' + done(await two.send(Uint8Array.wrap(String.UTF8.encode('bc')), there)))
  const a = await first
  const b = await second
  say('both', a.value._0.length.toString() + ' ' + b.value._0.length.toString() + ' ' + (a.value._1.ipv4.port == two.getLocalAddress().value.ipv4.port).toString())
  say('too large', done(await two.send(new Uint8Array(65508), there)))
  say('no target', done(await two.send(new Uint8Array(1), null)))
  say('wrong target', done(await two.send(new Uint8Array(1), v6(1, 0, 80))) + ' ' + done(await two.send(new Uint8Array(1), v4(127, 0, 0, 1, 0))) + ' ' + done(await two.send(new Uint8Array(1), v4(0, 0, 0, 0, 80))))
  say('connect elsewhere', done(one.connect(v4(255, 255, 255, 255, 9))))
  say('connect', done(two.connect(there)) + ' ' + (two.getRemoteAddress().value.ipv4.port == there.ipv4.port).toString())
  say('connected', done(await two.send(new Uint8Array(3), null)) + ' ' + done(await two.send(new Uint8Array(1), v4(127, 0, 0, 1, 1))))
  say('length', (await one.receive()).value._0.length.toString())
  say('disconnect', done(two.disconnect()) + ' ' + done(two.getRemoteAddress()))
  say('options', [
    done(one.setUnicastHopLimit(0)),
    done(one.setUnicastHopLimit(42)),
    one.getUnicastHopLimit().value.toString(),
    done(one.setReceiveBufferSize(0)),
    done(one.setSendBufferSize(u64.MAX_VALUE)),
  ].join(' '))
  one.drop()
  two.drop()
  return true
}

async function udpPeers(family: IpAddressFamily, name: string): Promise<bool> {
  const one = UdpSocket.create(family).value
  const two = UdpSocket.create(family).value
  const three = UdpSocket.create(family).value
  one.bind(loopback(family))
  two.bind(loopback(family))
  three.bind(loopback(family))
  const here = one.getLocalAddress().value
  const given = one.receive()
  given.cancel()
  await two.send(new Uint8Array(1), here)
  say(name + ' after cancel', (await one.receive()).value._0.length.toString())
  one.connect(two.getLocalAddress().value)
  one.connect(three.getLocalAddress().value)
  await two.send(new Uint8Array(2), here)
  await three.send(new Uint8Array(0), here)
  const got = (await one.receive()).value
  say(name + ' from peer', got._0.length.toString() + ' ' + (portOf(got._1) == portOf(three.getLocalAddress().value)).toString())
  one.disconnect()
  say(name + ' keeps its port', (portOf(one.getLocalAddress().value) == portOf(here)).toString())
  await two.send(new Uint8Array(3), here)
  say(name + ' from all', (await one.receive()).value._0.length.toString())
  for (let i = 0; i < 20; i++) {
    const next = one.receive()
    await two.send(new Uint8Array(1), here)
    await next
  }
  return true
}

function loopback(family: IpAddressFamily): IpSocketAddress {
  return family == IpAddressFamily.Ipv4 ? v4(127, 0, 0, 1, 0) : v6(1, 0, 0)
}

function portOf(address: IpSocketAddress): u16 {
  return address.isIpv4 ? address.ipv4.port : address.ipv6.port
}

async function lookUp(name: string): Promise<string> {
  const found = await resolveAddresses(name)
  if (found.isErr) return '!' + found.error.tag.toString()
  let text = ''
  for (let i = 0; i < found.value.length; i++) {
    const address = found.value[i]
    if (address.isIpv4) {
      const four = address.ipv4
      text += [four._0, four._1, four._2, four._3].join('.') + ' '
    } else text += '6:' + address.ipv6._7.toString() + ' '
  }
  return text.trimEnd()
}

export async function run(): Promise<Result<Unit, Unit>> {
  const command = getArguments()[0]
  if (command == 'tcp-streams') await tcpStreams()
  if (command == 'tcp-small') await tcpSmall()
  if (command == 'tcp-cancel') await tcpCancel()
  if (command == 'tcp-left') {
    const listener = tcp()
    listener.bind(loopback(IpAddressFamily.Ipv4))
    listener.listen()
    say('port', portOf(listener.getLocalAddress().value).toString())
  }
  if (command == 'tcp-broken') await tcpBroken()
  if (command == 'tcp-ended') await tcpEnded()
  if (command == 'tcp-reset') await tcpReset()
  if (command == 'tcp-listener') {
    await tcpListener(IpAddressFamily.Ipv4, 'ipv4')
    await tcpListener(IpAddressFamily.Ipv6, 'ipv6')
  }
  if (command == 'tcp-unread') await tcpUnread()
  if (command == 'udp-peers') {
    await udpPeers(IpAddressFamily.Ipv4, 'ipv4')
    await udpPeers(IpAddressFamily.Ipv6, 'ipv6')
  }
  if (command == 'tcp-states') await tcpStates()
  if (command == 'tcp-options') tcpOptions()
  if (command == 'udp') await udpSockets()
  if (command == 'lookup') {
    const names = getArguments()
    for (let i = 1; i < names.length; i++) say(names[i], await lookUp(names[i]))
  }
  if (command == 'denied') {
    const socket = tcp()
    say('bind', done(socket.bind(v4(127, 0, 0, 1, 0))))
    say('connect', done(await socket.connect(v4(127, 0, 0, 1, 1))))
    say('listen', done(socket.listen()))
    say('udp', done(udp().bind(v4(127, 0, 0, 1, 0))) + ' ' + done(await udp().send(new Uint8Array(1), v4(127, 0, 0, 1, 9))))
    say('lookup', await lookUp('localhost'))
  }
  await print(lines)
  return Result.ok<Unit, Unit>(0)
}
