import path from 'node:path'
import type { CompositionGraph, NamedComponent } from '@weft/component/compose'
import { UsageError } from '../cli-error.js'
import { aboutFile, loadComponent } from '../load-component.js'
import { readInput } from '../read-input.js'

/**
 * The graph that a command line names: a description in JSON, a component with its plugs, or a chain of components.
 * Throws `UsageError`, `CommandError`, `CompositionError`.
 */
export async function readComposition(
  files: readonly string[],
  plugs: readonly string[],
): Promise<CompositionGraph> {
  const { chainGraph, parseGraph, plugGraph } = await import('@weft/component/compose')
  const [first = ''] = files
  if (/\.json$/i.test(first)) {
    if (files.length + plugs.length > 1) throw new UsageError(`${first} describes all of the composition`)
    const text = new TextDecoder().decode(await readInput(first))
    const load = (file: string) => loadComponent(path.resolve(path.dirname(first), file))
    return aboutFile(first, () => parseGraph(text, load))
  }
  if (plugs.length === 0) {
    if (files.length === 1) throw new UsageError(`${first} alone is nothing to compose: name more, or --plug`)
    return chainGraph(await namedComponents(files))
  }
  if (files.length > 1) throw new UsageError('plugs go to one component, and a chain has none: name one file')
  const [socket, ...others] = await namedComponents([first, ...plugs])
  return plugGraph(socket!, others)
}

/** Components called after their files, which are read once each. */
async function namedComponents(files: readonly string[]): Promise<NamedComponent[]> {
  const loaded = new Map(files.map((file) => [file, loadComponent(file)]))
  await Promise.all(loaded.values())
  const counts = new Map<string, number>()
  return Promise.all(
    files.map(async (file) => {
      const base = path.basename(file).replace(/\.wasm$/, '')
      const count = (counts.get(base) ?? 0) + 1
      counts.set(base, count)
      return { name: count === 1 ? base : `${base}-${count}`, component: await loaded.get(file)! }
    }),
  )
}
