import type { Store } from '@weft/abi'
import { HostState } from './host-state.js'
import type { HostOptions } from './host-types.js'
import { StoreMapping } from './store-mapping.js'

/** The mapping of handles, streams and futures for a store; one for each store. */
export function createHostMapping(store: Store, options?: HostOptions): StoreMapping {
  const state = new HostState(store, options)
  state.mapping = new StoreMapping(state)
  store.on_lost_trap = (error) => state.report(error)
  return state.mapping
}
