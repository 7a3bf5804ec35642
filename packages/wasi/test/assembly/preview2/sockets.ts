import { Result, Unit } from '@weft/assemblyscript/assembly/component'
import { getArguments } from './gen/wasi-cli-environment'
import { IpAddressFamily } from './gen/wasi-sockets-network'
import { createTcpSocket } from './gen/wasi-sockets-tcp-create-socket'
import { createUdpSocket } from './gen/wasi-sockets-udp-create-socket'
import { lookUp } from './sockets/look-up'
import { bytes, done, print, say } from './sockets/say'
import { Pair } from './sockets/tcp-pair'
import { options, tcpStates } from './sockets/tcp-states'
import { tcpBroken, tcpLarge, tcpStreams } from './sockets/tcp-streams'
import { Udp, udp } from './sockets/udp'

export function run(): Result<Unit, Unit> {
  const words = getArguments()
  const command = words[0]
  if (command == 'tcp-streams') tcpStreams()
  if (command == 'tcp-large') tcpLarge()
  if (command == 'tcp-broken') tcpBroken()
  if (command == 'tcp-states') tcpStates()
  if (command == 'options') options()
  if (command == 'udp') udp()
  if (command == 'leave') {
    const pair = new Pair()
    pair.clientOut.write(bytes('never read'))
    const socket = new Udp()
    socket.bind()
    socket.open(null)
    say('left', socket.incoming.receive(1).value.length.toString())
  }
  if (command == 'lookup') for (let i = 1; i < words.length; i++) say(words[i], lookUp(words[i]))
  if (command == 'denied') {
    say('tcp', done(createTcpSocket(IpAddressFamily.Ipv4)))
    say('udp', done(createUdpSocket(IpAddressFamily.Ipv4)))
    say('lookup', lookUp('localhost'))
  }
  print()
  return Result.ok<Unit, Unit>(0)
}
