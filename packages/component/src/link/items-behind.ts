import type { Store } from '@weft/abi'
import type { ComponentItem } from './component-item.js'
import type { Item } from './elements.js'

interface Behind {
  readonly store: Store | undefined
  readonly item: Item
}

const behind = /* @__PURE__ */ new WeakMap<object, Behind>()

/** Notes what an object that JavaScript sees stands for; `store` undefined: in every store. */
export function rememberItem(value: object, item: Item, store?: Store): void {
  behind.set(value, { item, store })
}

/** What an object stands for in a store. */
export function itemBehind(value: unknown, store: Store): Item | undefined {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  const found = behind.get(value)
  return found && (found.store === undefined || found.store === store) ? found.item : undefined
}

/** What a `Component` stands for. */
export function itemOfComponent(value: object): ComponentItem | undefined {
  const item = behind.get(value)?.item
  return item?.sort === 'component' ? item.value : undefined
}
