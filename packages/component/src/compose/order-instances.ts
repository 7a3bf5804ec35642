import { CompositionError } from './composition-error.js'
import type { PlannedSource } from './plan-composition.js'

/** Names of instances, each behind those that it imports from. Throws `CompositionError` if there is a cycle. */
export function orderInstances(
  sources: ReadonlyMap<string, ReadonlyMap<string, PlannedSource>>,
): readonly string[] {
  const ordered = new Set<string>()
  const visit = (name: string, importers: readonly string[]) => {
    if (ordered.has(name)) return
    if (importers.includes(name)) throw cycleError([...importers.slice(importers.indexOf(name)), name])
    for (const source of sources.get(name)!.values())
      if (source.kind === 'instance') visit(source.instance, [...importers, name])
    ordered.add(name)
  }
  for (const name of sources.keys()) visit(name, [])
  return [...ordered]
}

function cycleError(names: readonly string[]): CompositionError {
  const message = `instances import from each other: ${names.join(' → ')}. One of them has to be made first`
  return new CompositionError('cycle', 'instances', message)
}
