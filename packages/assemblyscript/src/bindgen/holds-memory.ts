import type { WitType } from '../wit/world.js'
import { mentionedBy } from './mentioned-types.js'
import { resolveAlias } from './resolve-alias.js'

/** True if lowered values of the type point to memory of their own: strings and lists, wherever they are. */
export function holdsMemory(type: WitType): boolean {
  const resolved = resolveAlias(type)
  switch (resolved.kind) {
    case 'primitive':
      return resolved.primitive === 'string'
    case 'map':
      return true
    case 'stream':
    case 'future':
      return false
    case 'list':
      return resolved.length === undefined || holdsMemory(resolved.element)
    default:
      return mentionedBy(resolved).some(holdsMemory)
  }
}

/** True if the type has handles in it that are lent, of resources that others implement. */
export function holdsLent(type: WitType): boolean {
  const resolved = resolveAlias(type)
  if (resolved.kind === 'borrow') return resolved.resource.scope.direction === 'import'
  if (resolved.kind === 'stream' || resolved.kind === 'future') return false
  return mentionedBy(resolved).some(holdsLent)
}
