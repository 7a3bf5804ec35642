import type { HttpClient } from '../http/http-types.js'
import type { Provider, Providers } from './create-imports.js'
import type { WasiHost } from './wasi-host.js'

/** What serves `wasi:http`: imports by the interfaces' names without version. */
export interface HttpGrant {
  readonly imports: Readonly<Record<string, unknown>>
}

type Load = (host: WasiHost) => HttpGrant | Promise<HttpGrant>

/** The interfaces of `wasi:http` from what serves them, which is loaded once a component imports one of them. */
export function httpProviders(load: Load): Providers {
  // Requests have to be of one class in all interfaces.
  let grant: HttpGrant | Promise<HttpGrant> | undefined
  const granted = async (host: WasiHost): Promise<HttpGrant['imports']> => {
    grant ??= load(host)
    return (await grant).imports
  }
  let preview2: Promise<HttpGrant['imports']> | undefined
  const grantedPreview2 = (host: WasiHost) => {
    preview2 ??= granted(host).then(asPreview2)
    return preview2
  }
  return {
    ...providersOf(granted, '0.3', ['types', 'client', 'handler']),
    ...providersOf(grantedPreview2, '0.2', ['types', 'outgoing-handler']),
  }
}

function providersOf(
  granted: (host: WasiHost) => Promise<HttpGrant['imports']>,
  version: string,
  names: readonly string[],
): Providers {
  const provider =
    (name: string): Provider =>
    async ({ host }) =>
      (await granted(host))[name]
  return Object.fromEntries(
    names.map((name) => [`wasi:http/${name}@${version}`, provider(`wasi:http/${name}`)]),
  )
}

/** The same client for a component of WASI 0.2. */
async function asPreview2(imports: HttpGrant['imports']): Promise<HttpGrant['imports']> {
  const client = imports['wasi:http/client'] as HttpClient | undefined
  if (client === undefined) return {}
  const { createHttpPreview2 } = await import('../http/preview2/create-http-preview2.js')
  const made = createHttpPreview2(client)
  return Object.fromEntries(Object.entries(made).map(([name, value]) => [name.replace(/@.*/, ''), value]))
}

/** `wasi:http` for a guest that may make no requests. */
export async function deniedHttp({ grants }: Pick<WasiHost, 'grants'>): Promise<HttpGrant> {
  const { createHttp } = await import('../http/create-http.js')
  return createHttp({ onDenied: () => grants.denied('network') })
}
