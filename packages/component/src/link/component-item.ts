import type { ComponentInstance } from '@weft/abi'
import type { InstanceItem, Provide } from './elements.js'
import type { Machine } from './machine.js'

/** Something that can be instantiated: a component's code, a composition, or the type of a component. */
export interface ComponentItem {
  /** `parent` and `name` say where in the tree of instances the new one stands. */
  instantiate(
    machine: Machine,
    provide: Provide,
    parent: ComponentInstance | undefined,
    name: string,
  ): InstanceItem
}
