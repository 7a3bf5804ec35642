import { camelCase } from '@weft/abi'
import { findCompatible } from './versions.js'

/**
 * What an object of imports has for a component's name. Plain names stand as they are or in camel case; interfaces
 * under a compatible version or none, or inside their package: `{ 'wasi:cli': { stdout } }`.
 */
export function findImport(container: unknown, name: string): unknown {
  // Members of classes are found in these.
  if (name.startsWith('[')) return undefined
  if (!name.includes(':')) return member(container, name) ?? member(container, camelCase(name))
  if (typeof container !== 'object' || container === null) return undefined
  const names = Object.keys(container)
  const found = findCompatible(name, names)
  if (found !== undefined) return member(container, found)
  const [, base = '', interfaceName = '', version = ''] = /^([^@]*)\/([^@/]*)(@.*)?$/.exec(name) ?? []
  const home = findCompatible(base + version, names)
  return home === undefined ? undefined : member(member(container, home), camelCase(interfaceName))
}

/** A member that is not every object's. */
function member(container: unknown, key: string): unknown {
  if (container === null || container === undefined) return undefined
  const value = (container as Record<string, unknown>)[key]
  return value === (Object.prototype as unknown as Record<string, unknown>)[key] ? undefined : value
}
