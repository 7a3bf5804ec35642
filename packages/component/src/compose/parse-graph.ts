import type { Component } from '../component.js'
import { describe } from '../host/wrong-value.js'
import { CompositionError, listOf, pathOf } from './composition-error.js'
import type { CompositionGraph, ExportSource, GraphInstance, ImportSource } from './graph.js'

/** Gives the component of a file that a graph names. */
export type LoadComponent = (file: string) => Component | PromiseLike<Component>

/**
 * Reads a composition graph in JSON:
 *
 *     {
 *       "instances": {
 *         "gateway": { "component": "gateway.wasm", "imports": { "wasi:http/handler@0.3.0": "service" } },
 *         "service": "service.wasm"
 *       },
 *       "exports": "gateway"
 *     }
 *
 * A source is the name of an instance, `{ "instance": …, "export": … }` for an export of another name, or, in imports,
 * `{ "import": … }` for an import of the composition of another name. `exports` may also give a source for each name.
 * `load` is called once for each file. Rejects with `CompositionError` that says where the text is malformed, or which
 * instance's file cannot be loaded.
 */
export async function parseGraph(json: string, load: LoadComponent): Promise<CompositionGraph> {
  const graph = recordOf(parsed(json), '', ['instances', 'exports'])
  const loaded = new Map<string, Promise<Component>>()
  const loadOnce = (file: string, path: string) => {
    const component = loaded.get(file) ?? loading(file, path, load)
    loaded.set(file, component)
    return component
  }
  const instances = Object.entries(recordOf(graph.instances, 'instances')).map(
    async ([name, value]) => [name, await instanceOf(value, pathOf('instances', name), loadOnce)] as const,
  )
  const exports = exportsOf(graph.exports)
  return { instances: Object.fromEntries(await Promise.all(instances)), exports }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new CompositionError('malformed', '', `this is no JSON: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

async function loading(file: string, path: string, load: LoadComponent): Promise<Component> {
  try {
    return await load(file)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new CompositionError('unreadable', path, message, { cause: error })
  }
}

async function instanceOf(
  value: unknown,
  path: string,
  load: (file: string, path: string) => Promise<Component>,
): Promise<GraphInstance> {
  if (typeof value === 'string') return { component: await load(value, path) }
  const { component, imports = {} } = recordOf(
    value,
    path,
    ['component', 'imports'],
    'the name of a file, or an object',
  )
  if (typeof component !== 'string') throw wrong(`${path}.component`, 'the name of a file', component)
  const sources = Object.entries(recordOf(imports, `${path}.imports`)).map(
    ([label, source]) => [label, importSource(source, pathOf(label), `${path}.imports`)] as const,
  )
  return { component: await load(component, path), imports: Object.fromEntries(sources) }
}

function importSource(value: unknown, label: string, within: string): ImportSource {
  const path = label.startsWith('[') ? `${within}${label}` : `${within}.${label}`
  if (typeof value === 'object' && value !== null && 'import' in value) {
    const { import: name } = recordOf(value, path, ['import'])
    if (typeof name !== 'string') throw wrong(`${path}.import`, 'the name of an import', name)
    return { import: name }
  }
  return exportSource(value, path)
}

function exportSource(value: unknown, path: string): ExportSource {
  if (typeof value === 'string') return { instance: value }
  const { instance, export: name } = recordOf(
    value,
    path,
    ['instance', 'export'],
    'the name of an instance, or an object',
  )
  if (typeof instance !== 'string') throw wrong(`${path}.instance`, 'the name of an instance', instance)
  if (name !== undefined && typeof name !== 'string')
    throw wrong(`${path}.export`, 'the name of an export', name)
  return { instance, export: name }
}

function exportsOf(value: unknown): CompositionGraph['exports'] {
  if (typeof value === 'string') return value
  const sources = Object.entries(
    recordOf(value, 'exports', undefined, 'the name of an instance, or an object'),
  )
  return Object.fromEntries(
    sources.map(([name, source]) => [name, exportSource(source, pathOf('exports', name))]),
  )
}

/** An object, with no other members than those in `allowed`. */
function recordOf(
  value: unknown,
  path: string,
  allowed?: readonly string[],
  wanted = 'an object',
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, wanted, value)
  const extra = allowed && Object.keys(value).find((key) => !allowed.includes(key))
  if (extra === undefined) return value as Record<string, unknown>
  throw new CompositionError('malformed', path, `there is no ${extra} here, only ${listOf(allowed ?? [])}`)
}

function wrong(path: string, wanted: string, given: unknown): CompositionError {
  const what = given === undefined ? 'nothing' : describe(given)
  return new CompositionError('malformed', path || 'the graph', `expected ${wanted}, got ${what}`)
}
