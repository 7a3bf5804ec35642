import { instanceNetwork } from '../gen/wasi-sockets-instance-network'
import { resolveAddresses, ResolveAddressStream } from '../gen/wasi-sockets-ip-name-lookup'
import { done, wait } from './say'

export function all(stream: ResolveAddressStream): string {
  let text = ''
  while (true) {
    const next = stream.resolveNextAddress()
    if (next.isErr) return done(next)
    const address = next.value
    if (address === null) return text.trimEnd()
    if (address.isIpv4) text += [address.ipv4._0, address.ipv4._1, address.ipv4._2, address.ipv4._3].join('.') + ' '
    else text += '6:' + address.ipv6._7.toString() + ' '
  }
}

export function lookUp(name: string): string {
  const network = instanceNetwork()
  const found = resolveAddresses(network, name)
  network.drop()
  if (found.isErr) return done(found)
  const stream = found.value
  const early = done(stream.resolveNextAddress())
  wait(stream.subscribe())
  const text = all(stream)
  stream.drop()
  return early + ' ' + text
}
