import type { ComponentItem } from './component-item.js'
import type { Item, Wanted } from './elements.js'
import type { LinkLimits } from './limits.js'
import { StaticMachine } from './static-machine.js'
import { type KnownResources, stubOf } from './stub.js'

/** What a component imports and exports, with types resolved; the items cannot be called. */
export interface Inspection {
  readonly imports: ReadonlyMap<string, Item>
  readonly exports: ReadonlyMap<string, Item>
}

/** Instantiates a component without running it. Throws `ValidationError`, `LimitError`. */
export function inspect(component: ComponentItem, limits: LinkLimits): Inspection {
  const machine = new StaticMachine(limits)
  const resources: KnownResources = new Map()
  const imports = new Map<string, Item>()
  const provide = (name: string, wanted: Wanted): Item => {
    const item = stubOf(wanted, name, machine, resources)
    imports.set(name, merged(imports.get(name), item))
    return item
  }
  const { exports } = component.instantiate(machine, provide, undefined, 'root')
  return { imports, exports }
}

/** Parts of a composition may want different parts of one instance. */
function merged(known: Item | undefined, item: Item): Item {
  if (known?.sort !== 'instance' || item.sort !== 'instance') return known ?? item
  const exports = new Map(known.value.exports)
  for (const [name, inner] of item.value.exports) exports.set(name, merged(exports.get(name), inner))
  return { sort: 'instance', value: { exports } }
}
