import type { Store } from '@weft/abi'
import { createHostMapping } from './host/create-host-mapping.js'
import type { HostOptions } from './host/host-types.js'
import type { StoreMapping } from './host/store-mapping.js'

const mappings = /* @__PURE__ */ new WeakMap<Store, StoreMapping>()

/** The one mapping of a store; the options count when it is made. */
export function mappingOf(store: Store, options?: HostOptions): StoreMapping {
  let mapping = mappings.get(store)
  if (mapping === undefined) {
    mapping = createHostMapping(store, options)
    mappings.set(store, mapping)
  }
  return mapping
}
