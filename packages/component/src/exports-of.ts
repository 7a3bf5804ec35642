import { camelCase, type FuncInst, type ResourceType, type Store } from '@weft/abi'
import { exportObject } from './host/export-object.js'
import type { StoreMapping } from './host/store-mapping.js'
import type { ComponentItem } from './link/component-item.js'
import type { InstanceItem, Item } from './link/elements.js'
import { rememberItem } from './link/items-behind.js'

/** Where exports come from. */
export interface ExportContext {
  readonly store: Store
  readonly mapping: StoreMapping
  /** Makes the object for an exported component. */
  readonly componentOf: (item: ComponentItem) => object
}

/** The exports of an instance as JavaScript uses them. Importing them into the same store gives what they stand for. */
export function exportsOf(instance: InstanceItem, context: ExportContext): Record<string, unknown> {
  const functions = new Map<string, FuncInst>()
  const resources = new Map<string, ResourceType>()
  for (const [name, item] of instance.exports) {
    if (item.sort === 'func') functions.set(name, item.value)
    else if (item.sort === 'type' && item.value.kind === 'resource') resources.set(name, item.value.type)
  }
  const object = exportObject(context.mapping, { functions, resources })
  for (const [name, item] of instance.exports) {
    const value = jsValueOf(item, context)
    if (value !== undefined) object[name.includes(':') ? name : camelCase(name)] = value
  }
  addShortNames(object)
  rememberItem(object, { sort: 'instance', value: instance }, context.store)
  return Object.freeze(object)
}

/** Interfaces have their short names too, as `jco` has them, where nothing else is called so: `run` for `wasi:cli/run@0.3.0`. */
function addShortNames(object: Record<string, unknown>): void {
  const found = new Map<string, unknown>()
  for (const [name, value] of Object.entries(object)) {
    const label = /\/([^/@]+)(@.*)?$/.exec(name)?.[1]
    if (label === undefined) continue
    const key = camelCase(label)
    found.set(key, found.has(key) ? undefined : value)
  }
  for (const [key, value] of found)
    if (value !== undefined && !(key in object)) Object.defineProperty(object, key, { value })
}

function jsValueOf(item: Item, context: ExportContext): unknown {
  if (item.sort === 'instance') return exportsOf(item.value, context)
  if (item.sort === 'component') return context.componentOf(item.value)
  if (item.sort !== 'core module') return undefined
  const { module } = item.value
  // In every store: modules have no state.
  if (module !== undefined) rememberItem(module, item)
  return module
}
