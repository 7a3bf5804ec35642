import { Result, Tuple4, Tuple8 } from '@weft/assemblyscript/assembly/component'
import { getStdout } from '../gen/wasi-cli-stdout'
import { Pollable } from '../gen/wasi-io-poll'
import { ErrorCode, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress } from '../gen/wasi-sockets-network'

let lines = ''

export function say(what: string, text: string): void {
  lines += what + ': ' + text + '\n'
}

export function done<T>(result: Result<T, ErrorCode>): string {
  return result.isOk ? 'ok' : '!' + (<i32>result.error).toString()
}

export function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}

export function v4(a: u8, b: u8, c: u8, d: u8, port: u16): IpSocketAddress {
  return IpSocketAddress.ipv4(new Ipv4SocketAddress(port, new Tuple4<u8, u8, u8, u8>(a, b, c, d)))
}

export function v6(last: u16, port: u16): IpSocketAddress {
  const address = new Tuple8<u16, u16, u16, u16, u16, u16, u16, u16>(0, 0, 0, 0, 0, 0, 0, last)
  return IpSocketAddress.ipv6(new Ipv6SocketAddress(port, 0, address, 0))
}

export function wait(pollable: Pollable): void {
  pollable.block()
  pollable.drop()
}

/** Prints all that was said. */
export function print(): void {
  const output = getStdout()
  output.blockingWriteAndFlush(bytes(lines))
  output.drop()
}
