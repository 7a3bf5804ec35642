import { ValidationError } from '@weft/core'
import { type ComponentBinary, encodeComponent, encodeComponentNames, type Sort } from '@weft/wasm-binary'
import { CodeComponent } from '../link/code-component.js'
import type { ComponentItem } from '../link/component-item.js'
import type { ComponentType } from '../validate/type-model.js'
import { ComponentBuilder } from './component-builder.js'
import { CompositionError, pathOf } from './composition-error.js'
import { writeExports } from './export-writer.js'
import type { CompositionGraph } from './graph.js'
import { ImportWriter } from './import-writer.js'
import { itemOf } from './item-of.js'
import { checkedItem, PlannedComponent } from './link-graph.js'
import { type CompositionPlan, type PlannedInstance, planComposition } from './plan-composition.js'

/**
 * Writes a composition as one component, with its parts nested in it, which any host can run. A component that stands
 * in several places is in it once. Compatible versions of one interface become one import, with all that the parts
 * want of it. Throws as `linkGraph` does, and `CompositionError` for parts that break a rule of validation, and for
 * what cannot be written: imports of modules and components, types that nobody outside can name, and parts that
 * `link` made.
 */
export function compose(graph: CompositionGraph): Uint8Array<ArrayBuffer> {
  const plan = planComposition(graph)
  checkedItem(plan)
  return encodeComponent(written(plan))
}

function written(plan: CompositionPlan): Written {
  const builder = new ComponentBuilder()
  const components = writeComponents(plan, builder)
  const imports = new ImportWriter(builder)
  const typeOf = ({ name }: PlannedInstance) => builder.scope.components.at(components.get(name)!)
  for (const instance of plan.instances) imports.want(instance, typeOf(instance).imports)
  for (const name of plan.imports) within('imports', name, () => imports.write(name))
  const indices = new Map<string, number>()
  for (const instance of plan.instances)
    indices.set(
      instance.name,
      writeInstance(instance, components, typeOf(instance), indices, builder, imports),
    )
  writeExports(plan, indices, builder, imports)
  const sorts = new Map<Sort, Map<number, string>>([
    ['component', turned(components)],
    ['instance', turned(indices)],
  ])
  return { definitions: builder.definitions, customSections: [encodeComponentNames({ sorts })] }
}

type Written = Pick<ComponentBinary, 'definitions' | 'customSections'>
type Indices = ReadonlyMap<string, number>

/** Writes the components that the instances are made of; returns their indices by the names of the instances. */
function writeComponents({ instances }: CompositionPlan, builder: ComponentBuilder): Indices {
  const known = new Map<ComponentItem, number>()
  return new Map(
    instances.map((instance) => {
      const item = itemOf(instance.component)
      const index = known.get(item) ?? writeComponent(instance.name, item, builder)
      known.set(item, index)
      return [instance.name, index]
    }),
  )
}

function writeComponent(name: string, item: ComponentItem, builder: ComponentBuilder): number {
  const component = binaryOf(name, item)
  return within('instances', name, () => builder.add({ kind: 'component', component }))
}

function binaryOf(name: string, item: ComponentItem): ComponentBinary {
  if (item instanceof CodeComponent && item.outer === undefined) return item.code.binary
  if (item instanceof PlannedComponent) return { offset: 0, byteLength: 0, ...written(item.plan) }
  const message =
    'it is not as it was compiled: parts that are written are made by compile or linkGraph, not by link'
  throw new CompositionError('not-writable', pathOf('instances', name), message)
}

function writeInstance(
  { name, imports: sources }: PlannedInstance,
  components: Indices,
  { imports: externs }: ComponentType,
  indices: Indices,
  builder: ComponentBuilder,
  imports: ImportWriter,
): number {
  const args = Array.from(sources, ([label, source]) => {
    const item =
      source.kind === 'import'
        ? imports.write(source.import)
        : builder.aliasExport(externs.get(label)!.sort, indices.get(source.instance)!, source.export)
    return { name: label, ...item }
  })
  const expression = { kind: 'instantiate', component: components.get(name)!, arguments: args } as const
  return within('instances', name, () => builder.add({ kind: 'instance', expression }))
}

/** Tells which part of the composition breaks a rule. */
function within<Result>(what: string, name: string, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    throw new CompositionError('not-writable', pathOf(what, name), error.message, { cause: error })
  }
}

/** Names by index: the first one counts. */
function turned(indices: Indices): Map<number, string> {
  return new Map(Array.from(indices, ([name, index]) => [index, name] as const).toReversed())
}
