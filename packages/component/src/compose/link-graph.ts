import type { ComponentInstance } from '@weft/abi'
import { type Component, createComponent } from '../component.js'
import type { ComponentItem } from '../link/component-item.js'
import type { InstanceItem, Item, Provide, Wanted } from '../link/elements.js'
import { inspect } from '../link/inspect.js'
import { defaultLinkLimits } from '../link/limits.js'
import type { Machine } from '../link/machine.js'
import { match } from '../link/match.js'
import type { CompositionGraph } from './graph.js'
import { itemOf } from './item-of.js'
import { type CompositionPlan, type PlannedSource, planComposition } from './plan-composition.js'

/**
 * Links a composition in the running process, as `link` does. Throws `CompositionError` if it cannot be planned,
 * `LinkError` if types do not fit, `TypeError` for what is no component.
 */
export function linkGraph(graph: CompositionGraph): Component {
  return createComponent(checkedItem(planComposition(graph)), defaultLinkLimits)
}

/** A composition of which all types are known to fit. Throws `LinkError`. */
export function checkedItem(plan: CompositionPlan): ComponentItem {
  const item = new PlannedComponent(plan)
  inspect(item, defaultLinkLimits)
  return item
}

type Instances = ReadonlyMap<string, InstanceItem>

/** A composition that is a component: its parts, linked in process. */
export class PlannedComponent implements ComponentItem {
  readonly plan: CompositionPlan

  constructor(plan: CompositionPlan) {
    this.plan = plan
  }

  instantiate(
    machine: Machine,
    provide: Provide,
    parent: ComponentInstance | undefined,
    name: string,
  ): InstanceItem {
    return machine.nested(() => {
      const outer = machine.enter(parent, name)
      const instances = new Map<string, InstanceItem>()
      for (const { name, component, imports } of this.plan.instances) {
        const provideSource = (label: string, wanted: Wanted) =>
          take(imports.get(label)!, `${name}/${label}`, wanted)
        instances.set(name, itemOf(component).instantiate(machine, provideSource, outer, name))
      }
      return { exports: this.#exports(instances) }

      function take(source: PlannedSource, path: string, wanted: Wanted): Item {
        if (source.kind === 'import') return provide(source.import, wanted)
        const item = itemAt(instances, source)
        match(item, wanted, path, machine.types)
        return item
      }
    })
  }

  #exports(instances: Instances): ReadonlyMap<string, Item> {
    return new Map(Array.from(this.plan.exports, ([name, source]) => [name, itemAt(instances, source)]))
  }
}

function itemAt(instances: Instances, at: { readonly instance: string; readonly export: string }): Item {
  return instances.get(at.instance)!.exports.get(at.export)!
}
