import type { Pollable } from '../../io/pollable.js'
import { ipNameLookup } from '../ip-name-lookup.js'
import { Attempt } from './attempt.js'

type Addresses = Awaited<ReturnType<typeof ipNameLookup.resolveAddresses>>

/** `wasi:sockets/ip-name-lookup#resolve-address-stream` of WASI 0.2. */
class ResolveAddressStream {
  readonly #lookup: Attempt<Addresses>
  #given = 0

  constructor(lookup: Promise<Addresses>) {
    this.#lookup = new Attempt(lookup)
  }

  resolveNextAddress(): Addresses[number] | undefined {
    return this.#lookup.get()[this.#given++]
  }

  subscribe(): Pollable {
    return this.#lookup.subscribe()
  }
}

/** `wasi:sockets/ip-name-lookup` of WASI 0.2. */
export const ipNameLookup2 = {
  ResolveAddressStream,
  resolveAddresses: (_network: unknown, name: string) =>
    new ResolveAddressStream(ipNameLookup.resolveAddresses(name)),
}
