import type { Provider, Providers } from '../host/create-imports.js'
import { deniedHttp, type HttpGrant, httpProviders } from '../host/http-providers.js'
import type { WasiHost } from '../host/wasi-host.js'
import type { Sockets2 } from '../sockets/preview2/create-sockets.js'
import type { WasiOptions } from './wasi-options.js'

const sockets = () => import('../sockets/create-sockets.js')
const lookup = () => import('../sockets/ip-name-lookup.js')
const denied = () => import('../sockets/denied.js')
const network2 = () => import('../sockets/preview2/network.js')
const sockets2 = () => import('../sockets/preview2/create-sockets.js')
const denied2 = () => import('../sockets/preview2/denied.js')

/** Interfaces that take the network of Node. */
export function nodeProviders(options: Pick<WasiOptions, 'network' | 'http'>): Providers {
  const { http, network = false } = options
  const load = network ? nodeHttp : deniedHttp
  return { ...socketProviders(network), ...httpProviders(http ? () => http : load) }
}

async function nodeHttp({ closers }: WasiHost): Promise<HttpGrant> {
  const [{ createHttp }, { createNodeClient }] = await Promise.all([
    import('../http/create-http.js'),
    import('../http/node-client.js'),
  ])
  const client = createNodeClient()
  closers.push(client.close)
  return createHttp({ client })
}

/** What sockets need of Node is loaded only if the network is granted. */
function socketProviders(network: boolean): Providers {
  return {
    'wasi:sockets/types@0.3': async ({ host }) =>
      network ? (await sockets()).createSockets(host) : (await denied()).deniedSockets(host.grants),
    'wasi:sockets/ip-name-lookup@0.3': async ({ host }) =>
      network ? (await lookup()).ipNameLookup : (await denied()).deniedLookup(host.grants),
    'wasi:sockets/network@0.2': async () => (await network2()).network2,
    'wasi:sockets/instance-network@0.2': async () => (await network2()).instanceNetwork2,
    ...socketProviders2(network),
  }
}

function socketProviders2(network: boolean): Providers {
  // One guest's sockets are closed together.
  let made: Promise<Sockets2> | undefined
  const provider =
    (name: keyof Sockets2): Provider =>
    async ({ host, item }) => {
      if (!network) return (await denied2()).deniedSockets2(item, host.grants)
      made ??= sockets2().then(({ createSockets2 }) => createSockets2(host))
      return (await made)[name]
    }
  const names = ['ip-name-lookup', 'tcp', 'tcp-create-socket', 'udp', 'udp-create-socket'] as const
  return Object.fromEntries(names.map((name) => [`wasi:sockets/${name}@0.2`, provider(name)]))
}
