import { type Component, link } from '@weft/component'
import { fetchFromNetwork } from './fetch-from-network.js'

/** What came from an address, as the guest counted it. */
export interface Part {
  readonly url: string
  readonly counted:
    | { readonly tag: 'ok'; readonly val: { readonly bytes: number; readonly words: number } }
    | { readonly tag: 'err'; readonly val: string }
}

export interface Splitter {
  /** Asks for all at once; in the order in which they came. */
  gather(urls: readonly string[]): Promise<readonly Part[]>
  /** The first that can be had. Throws a `ComponentError` whose `payload` has everybody's reason if there is none. */
  first(urls: readonly string[]): Promise<Uint8Array>
}

/** The splitter in front of a component that exports `fetch`: no call between the two passes JavaScript. */
export async function inFrontOfComponent(splitter: Component, upstream: Component): Promise<Splitter> {
  const { exports } = await link({ plug: upstream, socket: splitter }).instantiate()
  return exports as unknown as Splitter
}

/** The same component in front of the network. */
export async function inFrontOfNetwork(splitter: Component): Promise<Splitter> {
  const { exports } = await splitter.instantiate({ fetch: fetchFromNetwork })
  return exports as unknown as Splitter
}
