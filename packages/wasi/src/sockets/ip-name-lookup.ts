import { lookup } from 'node:dns/promises'
import { isIP, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import { type IpAddress, ipAddress, isMapped } from './addresses.js'
import { socketError, socketErrorOf } from './socket-error.js'

const tags: Readonly<Record<string, string>> = {
  EACCES: 'access-denied',
  EPERM: 'access-denied',
  EINVAL: 'invalid-argument',
  ENOTFOUND: 'name-unresolvable',
  EAI_NONAME: 'name-unresolvable',
  EAI_NODATA: 'name-unresolvable',
  EAI_ADDRFAMILY: 'name-unresolvable',
  EAI_AGAIN: 'temporary-resolver-failure',
  EAI_FAIL: 'permanent-resolver-failure',
}

/** What no name has, though Node's conversion cuts it off there. */
const separators = /[/\\?#@:\s]/

/** `wasi:sockets/ip-name-lookup` of WASI 0.3. */
export const ipNameLookup = {
  async resolveAddresses(name: string): Promise<readonly IpAddress[]> {
    const bracketed = /^\[(.*)\]$/.exec(name)?.[1]
    const plain = bracketed !== undefined && isIPv6(bracketed) ? bracketed : name
    if (isIP(plain) !== 0) return [withoutMapping(ipAddress(plain))]
    const host = separators.test(plain) ? '' : domainToASCII(plain)
    if (host === '') throw socketError('invalid-argument')
    const found = await lookup(host, { all: true, order: 'ipv4first' }).catch((error: unknown) => {
      throw socketErrorOf(error, tags)
    })
    if (found.length === 0) throw socketError('name-unresolvable')
    return found.map(({ address }) => withoutMapping(ipAddress(address)))
  },
}

function withoutMapping(address: IpAddress): IpAddress {
  const { tag, val } = address
  if (!isMapped(tag, val)) return address
  const [high = 0, low = 0] = val.slice(6)
  return { tag: 'ipv4', val: [high >> 8, high & 0xff, low >> 8, low & 0xff] }
}
