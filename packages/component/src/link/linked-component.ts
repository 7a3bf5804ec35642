import type { ComponentInstance } from '@weft/abi'
import type { ComponentItem } from './component-item.js'
import type { InstanceItem, Item, Provide, Wanted } from './elements.js'
import type { Machine } from './machine.js'
import { match } from './match.js'
import { findCompatible } from './versions.js'

/** A part of a composition and its name in paths. */
export interface LinkedPart {
  readonly name: string
  readonly item: ComponentItem
}

/**
 * Components in one: exports of `plugs` are what `socket` imports under the same name. Items go from one to the other
 * as they are, so no value becomes one of JavaScript and resources stay what they are.
 */
export class LinkedComponent implements ComponentItem {
  readonly #plugs: readonly LinkedPart[]
  readonly #socket: LinkedPart

  constructor(plugs: readonly LinkedPart[], socket: LinkedPart) {
    this.#plugs = plugs
    this.#socket = socket
  }

  instantiate(
    machine: Machine,
    provide: Provide,
    parent: ComponentInstance | undefined,
    name: string,
  ): InstanceItem {
    return machine.nested(() => {
      const instance = machine.enter(parent, name)
      const offered = new Map<string, Item>()
      for (const plug of this.#plugs) {
        const { exports } = plug.item.instantiate(machine, provide, instance, plug.name)
        for (const [label, item] of exports) if (!offered.has(label)) offered.set(label, item)
      }
      const provideOffered = (label: string, wanted: Wanted) =>
        takeOffered(offered, label, wanted, machine) ?? provide(label, wanted)
      return this.#socket.item.instantiate(machine, provideOffered, instance, this.#socket.name)
    })
  }
}

function takeOffered(
  offered: ReadonlyMap<string, Item>,
  name: string,
  wanted: Wanted,
  machine: Machine,
): Item | undefined {
  const key = findCompatible(name, offered.keys())
  if (key === undefined) return undefined
  const item = offered.get(key)!
  match(item, wanted, name, machine.types)
  return item
}
