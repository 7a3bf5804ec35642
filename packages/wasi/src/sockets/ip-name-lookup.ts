import { isIPv4 } from 'node:net'
import { ipNameLookup as shim } from '@bytecodealliance/preview3-shim/sockets'

interface IpAddress {
  readonly tag: 'ipv4' | 'ipv6'
  readonly val: readonly number[]
}

/** What IPv6 writes in front of an address of IPv4. */
const mappedPrefix = /^::ffff:(?=\d+\.)/i

/**
 * `wasi:sockets/ip-name-lookup` of WASI 0.3: the shim's, which reads the end of `::ffff:1.2.3.4` as a hexadecimal
 * number, where the specification wants an address of IPv4, and gives addresses of IPv4 written as IPv6.
 */
export const ipNameLookup = {
  async resolveAddresses(name: string): Promise<readonly IpAddress[]> {
    const plain = name.replace(mappedPrefix, '')
    const addresses = await shim.resolveAddresses(isIPv4(plain) ? plain : name)
    return (addresses as readonly IpAddress[]).map(withoutMapping)
  },
}

function withoutMapping(address: IpAddress): IpAddress {
  const { tag, val } = address
  const isMapped = tag === 'ipv6' && val[5] === 0xffff && val.slice(0, 5).every((segment) => segment === 0)
  if (!isMapped) return address
  const [high = 0, low = 0] = val.slice(6)
  return { tag: 'ipv4', val: [high >> 8, high & 0xff, low >> 8, low & 0xff] }
}
