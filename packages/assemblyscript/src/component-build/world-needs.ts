import { holdsMemory } from '../bindgen/holds-memory.js'
import { layoutOf, maxFlatParameters } from '../bindgen/layout.js'
import { mentionedBy } from '../bindgen/mentioned-types.js'
import { resolveAlias } from '../bindgen/resolve-alias.js'
import type { Scope, WitFunction, WitType, World } from '../wit/world.js'

/** True if others write strings or lists into a component of this world, so that it must give them memory. */
export function needsRealloc(world: World): boolean {
  const imports = world.imports.flatMap(functionsIn)
  const exports = world.exports.flatMap(functionsIn)
  const written = [
    ...imports.flatMap(({ result }) => (result === undefined ? [] : [result])),
    ...exports.flatMap(({ parameters }) => parameters.map(({ type }) => type)),
    ...[...imports, ...exports].flatMap(typesOf).flatMap((type) => [...elementsIn(type)]),
  ]
  return written.some(holdsMemory) || exports.some(isSpilled)
}

/** True if the parameters of an export are too many for core values, so that they come in memory. */
function isSpilled({ parameters }: WitFunction): boolean {
  return parameters.flatMap(({ type }) => layoutOf(type).flat).length > maxFlatParameters
}

/** True if the world has something that a call can wait for: asynchronous imports, streams, futures. */
export function hasWaiting(world: World): boolean {
  const imports = world.imports.flatMap(functionsIn)
  const all = [...imports, ...world.exports.flatMap(functionsIn)]
  return imports.some(({ async }) => async) || all.flatMap(typesOf).some(mentionsCopies)
}

function functionsIn({ functions, types }: Scope): readonly WitFunction[] {
  return [...functions, ...types.flatMap((type) => (type.kind === 'resource' ? type.functions : []))]
}

function typesOf({ parameters, result }: WitFunction): readonly WitType[] {
  const types = parameters.map(({ type }) => type)
  return result === undefined ? types : [...types, result]
}

function mentionsCopies(type: WitType): boolean {
  const resolved = resolveAlias(type)
  return (
    resolved.kind === 'stream' || resolved.kind === 'future' || mentionedBy(resolved).some(mentionsCopies)
  )
}

/** The element types of all streams and futures in a type. */
function* elementsIn(type: WitType): Generator<WitType> {
  const resolved = resolveAlias(type)
  const isCopied = resolved.kind === 'stream' || resolved.kind === 'future'
  if (isCopied && resolved.element !== undefined) yield resolved.element
  for (const part of mentionedBy(resolved)) yield* elementsIn(part)
}
