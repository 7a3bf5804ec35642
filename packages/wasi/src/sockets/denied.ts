import type { Grants } from '../host/grants.js'
import { socketError } from './socket-error.js'

const tcp = ['bind', 'listen', 'setListenBacklogSize', 'getLocalAddress', 'getRemoteAddress'] as const
const tcpOptions = [
  'KeepAliveEnabled',
  'KeepAliveIdleTime',
  'KeepAliveInterval',
  'KeepAliveCount',
  'HopLimit',
]
const udp = ['bind', 'connect', 'disconnect', 'getLocalAddress', 'getRemoteAddress'] as const
const sizes = ['ReceiveBufferSize', 'SendBufferSize']

/** Sockets of WASI 0.3 for a guest that was not granted the network: they can be made, and all else is access-denied. */
export function deniedSockets(grants: Grants): object {
  const deny = (): never => {
    grants.denied('network')
    throw socketError('access-denied')
  }
  class Socket {
    readonly #family: string

    constructor(family: string) {
      this.#family = family
    }

    getAddressFamily(): string {
      return this.#family
    }

    async connect(): Promise<void> {
      deny()
    }
  }
  class TcpSocket extends Socket {
    static create(family: string): TcpSocket {
      return new TcpSocket(family)
    }

    getIsListening(): boolean {
      return false
    }

    async send(data: { close(): void }): Promise<void> {
      data.close()
      deny()
    }

    receive(): [readonly [], Promise<void>] {
      return [[], Promise.resolve().then(deny)]
    }
  }
  class UdpSocket extends Socket {
    static create(family: string): UdpSocket {
      return new UdpSocket(family)
    }

    async send(): Promise<void> {
      deny()
    }

    async receive(): Promise<void> {
      deny()
    }
  }
  define(TcpSocket, [...tcp, ...accessors([...tcpOptions, ...sizes])], deny)
  define(UdpSocket, [...udp, ...accessors(['UnicastHopLimit', ...sizes])], deny)
  return { TcpSocket, UdpSocket }
}

/** Name lookup for a guest that was not granted the network. */
export function deniedLookup(grants: Grants): object {
  return {
    async resolveAddresses() {
      grants.denied('network')
      throw socketError('access-denied')
    },
  }
}

function accessors(names: readonly string[]): string[] {
  return names.flatMap((name) => [`get${name}`, `set${name}`])
}

function define(
  { prototype }: { readonly prototype: object },
  names: readonly string[],
  value: () => never,
): void {
  for (const name of names) Object.defineProperty(prototype, name, { value, configurable: true })
}
