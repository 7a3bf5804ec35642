import type { Component } from '../component.js'
import { findCompatible } from '../link/versions.js'
import { CompositionError, listOf } from './composition-error.js'
import type { CompositionGraph, GraphInstance, ImportSource } from './graph.js'

/** A component and what its instance is called. */
export interface NamedComponent {
  readonly name: string
  readonly component: Component
}

/**
 * The graph of one component whose imports others satisfy: what the plugs export goes to the socket's imports of the
 * same names, of the first one that has it. The composition exports what the socket exports. Throws `CompositionError`
 * for a plug of which the socket imports nothing.
 */
export function plugGraph(socket: NamedComponent, plugs: readonly NamedComponent[]): CompositionGraph {
  const wanted = socket.component.imports.map((each) => each.name)
  const imports: Record<string, ImportSource> = {}
  for (const { name, component } of plugs) {
    const offered = component.exports.map((each) => each.name)
    const taken = wanted.filter((each) => findCompatible(each, offered) !== undefined)
    if (taken.length === 0) throw unusedError(socket.name, name, wanted, offered)
    for (const each of taken) imports[each] ??= { instance: name }
  }
  checkNames([...plugs, socket])
  return { instances: { ...instancesOf(plugs), ...instancesOf([socket], imports) }, exports: socket.name }
}

/**
 * The graph of components in a row: what each one exports goes to imports of the one before it. The composition
 * exports what the first one exports. Throws `CompositionError` where the neighbours have nothing to do with each other.
 */
export function chainGraph(components: readonly NamedComponent[]): CompositionGraph {
  const [first, ...rest] = components
  if (first === undefined) throw new TypeError('a chain has at least one component')
  const links = components.map((each, index) => plugGraph(each, rest.slice(index, index + 1)))
  checkNames(components)
  const instances: Record<string, GraphInstance> = {}
  for (const [index, { name }] of components.entries()) instances[name] = links[index]!.instances[name]!
  return { instances, exports: first.name }
}

function instancesOf(
  parts: readonly NamedComponent[],
  imports?: Readonly<Record<string, ImportSource>>,
): Record<string, GraphInstance> {
  return Object.fromEntries(parts.map(({ name, component }) => [name, { component, imports }]))
}

function checkNames(parts: readonly NamedComponent[]): void {
  const names = parts.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new CompositionError('duplicate', '', `two instances are called ${twice}: give them other names`)
}

function unusedError(
  socket: string,
  plug: string,
  wanted: readonly string[],
  offered: readonly string[],
): CompositionError {
  const message = `${socket} imports nothing of ${plug}: it imports ${listOf(wanted)}, and ${plug} exports ${listOf(offered)}`
  return new CompositionError('unused', '', message)
}
