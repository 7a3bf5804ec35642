import { subscribeDuration } from '../gen/wasi-clocks-monotonic-clock'
import { poll } from '../gen/wasi-io-poll'
import { OutputStream } from '../gen/wasi-io-streams'
import { ErrorCode, networkErrorCode } from '../gen/wasi-sockets-network'
import { ShutdownType } from '../gen/wasi-sockets-tcp'
import { bytes, done, say, wait } from './say'
import { closedOr, Pair, readText, startConnect, written } from './tcp-pair'

export function tcpStreams(): void {
  const pair = new Pair()
  say('finished', done(pair.client.finishConnect()) + ' ' + done(pair.listener.accept()))
  say('inherited', pair.server.hopLimit().value.toString() + ' ' + pair.server.keepAliveEnabled().value.toString())
  say('addresses', [
    pair.client.localAddress().value.ipv4.port == pair.server.remoteAddress().value.ipv4.port,
    pair.server.localAddress().value.ipv4.port == pair.listener.localAddress().value.ipv4.port,
    pair.listener.isListening(),
    pair.client.isListening(),
  ].join(' '))
  say('nothing', pair.serverIn.read(16).value.length.toString())
  say('up', written(pair.clientOut.blockingWriteAndFlush(bytes('ping'))) + ' ' + readText(pair.serverIn))
  say('down', written(pair.serverOut.blockingWriteAndFlush(bytes('pong'))) + ' ' + readText(pair.clientIn))
  say('connected', startConnect(pair.client, pair.listener.localAddress().value) + ' ' + done(pair.client.accept()) + ' ' + done(pair.listener.shutdown(ShutdownType.Both)))
  pair.clientOut.write(bytes('last'))
  say('shutdown', done(pair.client.shutdown(ShutdownType.Send)) + ' ' + written(pair.clientOut.write(bytes('x'))))
  say('end', readText(pair.serverIn) + ' ' + readText(pair.serverIn))
  say('other way', written(pair.serverOut.blockingWriteAndFlush(bytes('still'))) + ' ' + readText(pair.clientIn))
  say('receive', done(pair.client.shutdown(ShutdownType.Receive)) + ' ' + readText(pair.clientIn))
  pair.dropServer()
  pair.dropClient()
  pair.listener.drop()
}

/** Writes and reads what was counted, so that a byte out of place shows. */
class Counter {
  written: i32 = 0
  read: i32 = 0
  isWhole: bool = true
  private piece: Uint8Array = new Uint8Array(4096)

  /** Whether there was room. */
  write(output: OutputStream): bool {
    if (output.checkWrite().value < 4096) return false
    this.piece.fill(<u8>(this.written >> 12))
    output.write(this.piece)
    this.written += 4096
    return true
  }

  take(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] != <u8>((this.read + at) >> 12)) this.isWhole = false
    }
    this.read += chunk.length
  }
}

/** What is written is held up, and stays whole, also if all is dropped at once. */
export function tcpLarge(): void {
  const pair = new Pair()
  const size = 2 * 1024 * 1024
  const counter = new Counter()
  while (counter.written < size && counter.write(pair.clientOut)) {}
  const isHeldUp = counter.written < size
  const output = pair.clientOut.subscribe()
  const input = pair.serverIn.subscribe()
  while (counter.written < size) {
    const ready = poll([output, input])
    if (ready.includes(0)) counter.write(pair.clientOut)
    if (ready.includes(1)) counter.take(pair.serverIn.read(65536).value)
  }
  output.drop()
  input.drop()
  pair.dropClient()
  let rest = pair.serverIn.blockingRead(65536)
  while (rest.isOk) {
    counter.take(rest.value)
    rest = pair.serverIn.blockingRead(65536)
  }
  say('large', [isHeldUp, counter.read == size, counter.isWhole].join(' ') + ' ' + closedOr(rest.error))
  pair.dropServer()
  pair.listener.drop()
}

export function tcpBroken(): void {
  const pair = new Pair()
  pair.dropServer()
  let result = pair.clientOut.blockingWriteAndFlush(bytes('undeliverable'))
  while (result.isOk) {
    // Time for the news to arrive.
    wait(subscribeDuration(1000000))
    result = pair.clientOut.blockingWriteAndFlush(bytes('undeliverable'))
  }
  const error = result.error.lastOperationFailed
  const code = networkErrorCode(error)
  const isKnown = code !== null && (code.value == ErrorCode.Unknown || code.value == ErrorCode.ConnectionReset)
  say('broken', isKnown.toString() + ' ' + (error.toDebugString().length > 0).toString())
  error.drop()
  pair.dropClient()
  pair.listener.drop()
}
