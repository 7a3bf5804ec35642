import { LinkError } from '@weft/core'
import { type Component, createComponent } from './component.js'
import { describe } from './host/wrong-value.js'
import type { ComponentItem } from './link/component-item.js'
import { inspect } from './link/inspect.js'
import { itemOfComponent } from './link/items-behind.js'
import { defaultLinkLimits } from './link/limits.js'
import { LinkedComponent } from './link/linked-component.js'
import { findCompatible } from './link/versions.js'

export interface LinkOptions {
  /** Whose exports are used. Of two that export the same name, the first one counts. */
  readonly plug: Component | readonly Component[]
  /** Whose imports they satisfy. */
  readonly socket: Component
}

/**
 * Composes components: what the plugs export satisfies imports of the socket of the same name, versions compared as in
 * `instantiate`. Other imports stay imports of the composition; its exports are the socket's. Calls between the parts
 * make no JavaScript values, and resources keep their identity. Throws `LinkError` if types do not fit, or if a plug
 * has nothing that the socket imports, `TypeError` for what is no component.
 */
export function link({ plug, socket }: LinkOptions): Component {
  const plugs = [plug].flat()
  const parts = plugs.map((each, index) => ({ name: `plug ${index}`, item: itemOf(each) }))
  const item = new LinkedComponent(parts, { name: 'socket', item: itemOf(socket) })
  for (const [index, each] of plugs.entries()) checkUse(each, socket, `plug ${index}`)
  inspect(item, defaultLinkLimits)
  return createComponent(item, defaultLinkLimits)
}

/** Composes components in a row: each one's imports are satisfied by the one that follows. Throws as `link` does. */
export function chain(first: Component, ...rest: readonly Component[]): Component {
  const [second, ...others] = rest
  return second === undefined ? first : link({ plug: chain(second, ...others), socket: first })
}

function checkUse(plug: Component, socket: Component, name: string): void {
  const offered = plug.exports.map((each) => each.name)
  const wanted = socket.imports.map((each) => each.name)
  if (!wanted.some((each) => findCompatible(each, offered)))
    throw new LinkError(
      name,
      `an export named as one of ${wanted.join(', ') || 'nothing'}`,
      offered.join(', ') || 'nothing',
    )
}

function itemOf(component: Component): ComponentItem {
  const item = itemOfComponent(component)
  if (item === undefined)
    throw new TypeError(`link takes components that compile or link made, got ${describe(component)}`)
  return item
}
