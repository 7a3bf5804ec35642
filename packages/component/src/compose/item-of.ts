import type { Component } from '../component.js'
import { describe } from '../host/wrong-value.js'
import type { ComponentItem } from '../link/component-item.js'
import { itemOfComponent } from '../link/items-behind.js'

/** What a part of a composition is made of. Throws `TypeError` for what is no component. */
export function itemOf(component: Component): ComponentItem {
  const item = itemOfComponent(component)
  if (item !== undefined) return item
  throw new TypeError(`compositions are made of what compile and link made, got ${describe(component)}`)
}
