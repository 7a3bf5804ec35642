import type { Component } from '../component.js'
import { findCompatible, newest, versionTrack } from '../link/versions.js'
import { CompositionError, listOf, pathOf } from './composition-error.js'
import type { CompositionGraph, ImportSource } from './graph.js'
import { itemOf } from './item-of.js'
import { orderInstances } from './order-instances.js'

/** Where an import comes from: an instance that stands before, or an import of the composition. */
export type PlannedSource =
  | { readonly kind: 'instance'; readonly instance: string; readonly export: string }
  | { readonly kind: 'import'; readonly import: string }

export interface PlannedInstance {
  readonly name: string
  readonly component: Component
  /** Every import of the component, in its order, by its name. */
  readonly imports: ReadonlyMap<string, PlannedSource>
}

/** A composition with nothing left open: what it does, in order. */
export interface CompositionPlan {
  /** Each stands behind those that it imports from. */
  readonly instances: readonly PlannedInstance[]
  /** What the composition imports. Compatible versions of one interface are one import, of the newest. */
  readonly imports: readonly string[]
  /** By the composition's names. */
  readonly exports: ReadonlyMap<string, { readonly instance: string; readonly export: string }>
}

/**
 * Decides what each import is satisfied by, and in which order instances are made. Types are not looked at. Throws
 * `CompositionError` for names that there are none of, and for instances that import from each other.
 */
export function planComposition(graph: CompositionGraph): CompositionPlan {
  const sources = new Map(Object.keys(graph.instances).map((name) => [name, sourcesOf(graph, name)]))
  const names = compositionNames(sources.values())
  const instances = orderInstances(sources).map((name) => ({
    name,
    component: graph.instances[name]!.component,
    imports: new Map(Array.from(sources.get(name)!, ([label, source]) => [label, named(source, names)])),
  }))
  const imports = instances.flatMap((each) =>
    [...each.imports.values()].flatMap((source) => (source.kind === 'import' ? [source.import] : [])),
  )
  return { instances, imports: [...new Set(imports)], exports: exportsOf(graph) }
}

type Sources = ReadonlyMap<string, PlannedSource>

function sourcesOf(graph: CompositionGraph, name: string): Sources {
  const { component, imports = {} } = graph.instances[name]!
  itemOf(component)
  const labels = component.imports.map((each) => each.name)
  const given = new Map<string, ImportSource>()
  for (const [key, source] of Object.entries(imports)) {
    const path = pathOf('instances', name, 'imports', key)
    const label = findNamed(key, labels)
    if (label === undefined)
      throw new CompositionError('unknown-import', path, `the component imports ${listOf(labels)}`)
    if (given.has(label)) throw new CompositionError('duplicate', path, `${label} is given twice`)
    given.set(label, source)
  }
  return new Map(
    labels.map((label) => {
      const source = given.get(label) ?? { import: label }
      return [label, resolved(graph, source, label, pathOf('instances', name, 'imports', label))]
    }),
  )
}

function resolved(graph: CompositionGraph, source: ImportSource, label: string, path: string): PlannedSource {
  if ('import' in source) return { kind: 'import', import: source.import }
  return { kind: 'instance', ...exportOf(graph, source.instance, source.export ?? label, path) }
}

function exportOf(graph: CompositionGraph, instance: string, wanted: string, path: string) {
  const names = exportNames(graph, instance, path)
  const found = findNamed(wanted, names)
  if (found === undefined)
    throw new CompositionError(
      'unknown-export',
      path,
      `${instance} has no export ${wanted}, it exports ${listOf(names)}: name one as \`export\``,
    )
  return { instance, export: found }
}

/** The name that a graph means, which may leave out the version. */
function findNamed(name: string, names: readonly string[]): string | undefined {
  const found = findCompatible(name, names)
  if (found !== undefined || name.includes('@')) return found
  const versions = names.filter((each) => each.startsWith(`${name}@`))
  return versions.length === 0 ? undefined : versions.reduce(newest)
}

function exportNames(graph: CompositionGraph, instance: string, path: string): string[] {
  if (!Object.hasOwn(graph.instances, instance)) {
    const known = listOf(Object.keys(graph.instances))
    throw new CompositionError(
      'unknown-instance',
      path,
      `there is no instance ${instance}, there is ${known}`,
    )
  }
  return graph.instances[instance]!.component.exports.map((each) => each.name)
}

function exportsOf(graph: CompositionGraph): CompositionPlan['exports'] {
  const { exports } = graph
  if (typeof exports === 'string') {
    const names = exportNames(graph, exports, 'exports')
    return new Map(names.map((name) => [name, { instance: exports, export: name }]))
  }
  return new Map(
    Object.entries(exports).map(([name, source]) => {
      const path = pathOf('exports', name)
      return [name, exportOf(graph, source.instance, source.export ?? name, path)]
    }),
  )
}

/** The newest of the compatible versions of each interface that the composition imports. */
function compositionNames(sources: Iterable<Sources>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const source of Array.from(sources).flatMap((each) => [...each.values()])) {
    if (source.kind !== 'import') continue
    const track = versionTrack(source.import)
    names.set(track, newest(names.get(track) ?? source.import, source.import))
  }
  return names
}

function named(source: PlannedSource, names: ReadonlyMap<string, string>): PlannedSource {
  return source.kind === 'import'
    ? { kind: 'import', import: names.get(versionTrack(source.import))! }
    : source
}
