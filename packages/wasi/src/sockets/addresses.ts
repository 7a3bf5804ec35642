import { networkInterfaces } from 'node:os'

/** An `ip-address`. */
export interface IpAddress {
  readonly tag: 'ipv4' | 'ipv6'
  readonly val: readonly number[]
}

/** An `ip-socket-address`. */
export type SocketAddress =
  | { readonly tag: 'ipv4'; readonly val: Ipv4SocketAddress }
  | { readonly tag: 'ipv6'; readonly val: Ipv6SocketAddress }

interface Ipv4SocketAddress {
  readonly port: number
  readonly address: readonly number[]
}

interface Ipv6SocketAddress extends Ipv4SocketAddress {
  readonly flowInfo: number
  readonly scopeId: number
}

/** The host of an address as the system writes it. */
export function hostOf({ tag, val }: SocketAddress): string {
  if (tag === 'ipv4') return val.address.join('.')
  const host = val.address.map((part) => part.toString(16)).join(':')
  return val.scopeId === 0 ? host : `${host}%${val.scopeId}`
}

/** An address that the system wrote. */
export function socketAddress(host: string, port: number): SocketAddress {
  if (!host.includes(':')) return { tag: 'ipv4', val: { port, address: ipv4Parts(host) } }
  return { tag: 'ipv6', val: { port, flowInfo: 0, address: ipv6Parts(host), scopeId: scopeIdOf(host) } }
}

/** An IP address in text. */
export function ipAddress(host: string): IpAddress {
  return host.includes(':') ? { tag: 'ipv6', val: ipv6Parts(host) } : { tag: 'ipv4', val: ipv4Parts(host) }
}

export function unspecified(family: string, port = 0): SocketAddress {
  return socketAddress(family === 'ipv6' ? '::' : '0.0.0.0', port)
}

export function isUnspecified({ val }: SocketAddress): boolean {
  return val.address.every((part) => part === 0)
}

export function isUnicast({ tag, val: { address } }: SocketAddress): boolean {
  const [first = 0] = address
  if (tag === 'ipv6') return first >> 8 !== 0xff
  const isMulticast = first >> 4 === 0xe
  return !isMulticast && !address.every((part) => part === 0xff)
}

/** Whether an address of IPv6 stands for one of IPv4. */
export function isMapped(tag: string, address: readonly number[]): boolean {
  return tag === 'ipv6' && address[5] === 0xffff && address.slice(0, 5).every((part) => part === 0)
}

export function isSameAddress(a: SocketAddress, b: SocketAddress): boolean {
  return a.val.port === b.val.port && hostOf(a) === hostOf(b)
}

function ipv4Parts(text: string): number[] {
  return text.split('.').map(Number)
}

function ipv6Parts(text: string): number[] {
  const [head, tail] = text.replace(/%.*/, '').split('::').map(segments)
  const [front, back] = [head ?? [], tail ?? []]
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
}

function segments(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((part) => (part.includes('.') ? pairs(part) : [Number.parseInt(part, 16)]))
}

function pairs(text: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4Parts(text)
  return [(a << 8) | b, (c << 8) | d]
}

/** The system writes the name of an interface, or its number. */
function scopeIdOf(host: string): number {
  const [, scope] = host.split('%')
  if (scope === undefined) return 0
  const entries = networkInterfaces()[scope] ?? []
  return entries.find(({ scopeid }) => scopeid)?.scopeid ?? (Number(scope) || 0)
}
