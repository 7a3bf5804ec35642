import type { Store } from '@weft/abi'
import { LinkError } from '@weft/core'
import { importFunction } from '../host/import-function.js'
import { importResource } from '../host/import-resource.js'
import type { StoreMapping } from '../host/store-mapping.js'
import { CoreModule } from './core-module.js'
import { walkType } from './declared-type.js'
import type { DeclaredType, Item, Provide, Wanted } from './elements.js'
import { findImport } from './find-import.js'
import { itemBehind } from './items-behind.js'
import { match, matchFunction } from './match.js'
import { sortPhrase } from './phrases.js'
import type { StaticMachine } from './static-machine.js'
import { withoutVersion } from './versions.js'

/** Where imports go to, and what checks their types. */
export interface ImportContext {
  readonly store: Store
  readonly mapping: StoreMapping
  readonly machine: StaticMachine
  /** Paths without versions of functions of a synchronous type that may return promises. */
  readonly asyncImports: ReadonlySet<string>
}

/** Imports out of JavaScript's hands: host functions and classes, or what components export. Throws `LinkError`. */
export function provideFromJs(imports: unknown, context: ImportContext): Provide {
  return (name, wanted) => itemOf(imports, name, wanted, name, context)
}

function itemOf(
  container: unknown,
  name: string,
  wanted: Wanted,
  path: string,
  context: ImportContext,
): Item {
  const value = findImport(container, name)
  const known = itemBehind(value, context.store)
  if (known !== undefined) return matched(known, wanted, path, context)
  switch (wanted.sort) {
    case 'func': {
      const mayBlock = context.asyncImports.has(withoutVersion(path))
      const func = importFunction(context.mapping, { ft: wanted.type, container, name, path, mayBlock })
      matchFunction(func.ft, wanted.type, path)
      return { sort: 'func', value: func }
    }
    case 'type': {
      if (wanted.type !== undefined) return { sort: 'type', value: wanted.type }
      const type = importResource(context.mapping, container, name, path)
      return { sort: 'type', value: { kind: 'resource', type } }
    }
    case 'instance':
      return instanceFrom(value, wanted.type, path, context)
    case 'core module':
      if (!(value instanceof WebAssembly.Module))
        throw new LinkError(path, 'a WebAssembly.Module', describe(value))
      return matched({ sort: 'core module', value: new CoreModule(value) }, wanted, path, context)
    case 'component':
      throw new LinkError(path, sortPhrase(wanted.sort), describe(value))
  }
}

function matched(item: Item, wanted: Wanted, path: string, context: ImportContext): Item {
  match(item, wanted, path, context.machine)
  return item
}

function instanceFrom(value: unknown, type: DeclaredType, path: string, context: ImportContext): Item {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    throw new LinkError(path, sortPhrase('instance'), describe(value))
  const provide: Provide = (name, wanted) => itemOf(value, name, wanted, `${path}#${name}`, context)
  return { sort: 'instance', value: walkType(type, context.machine, { import: provide, export: provide }) }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return typeof value === 'object'
    ? `an object of ${value.constructor?.name ?? 'no class'}`
    : `a ${typeof value}`
}
