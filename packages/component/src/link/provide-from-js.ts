import type { Store } from '@weft/abi'
import { LinkError } from '@weft/core'
import { classOrOther } from '../host/given-function.js'
import { importFunction } from '../host/import-function.js'
import { importResource } from '../host/import-resource.js'
import type { StoreMapping } from '../host/store-mapping.js'
import { describe } from '../host/wrong-value.js'
import { CoreModule } from './core-module.js'
import { walkType } from './declared-type.js'
import type { DeclaredType, Item, Provide, TypeItem, Wanted } from './elements.js'
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
  const { mapping, store, asyncImports } = context
  const value = findImport(container, name)
  const known = itemOfValue(value, store)
  if (known !== undefined) return fitting(known, wanted, path, context)
  if (wanted.sort === 'func') {
    const mayBlock = asyncImports.size > 0 && asyncImports.has(withoutVersion(path))
    const func = importFunction(mapping, { ft: wanted.type, container, name, path, mayBlock })
    matchFunction(func.ft, wanted.type, path)
    return { sort: 'func', value: func }
  }
  if (wanted.sort === 'type') return typeFrom(container, name, wanted.type, path, context)
  if (value === undefined) return nothingFor(wanted, path, context)
  if (wanted.sort !== 'instance' || typeof value !== 'object' || value === null)
    throw new LinkError(path, sortPhrase(wanted.sort), describe(value))
  return instanceOf(wanted.type, context, (label, inner) =>
    itemOf(value, label, inner, `${path}#${label}`, context),
  )
}

/** What a value stands for, whatever is wanted. */
function itemOfValue(value: unknown, store: Store): Item | undefined {
  const isModule = value instanceof WebAssembly.Module
  return (
    itemBehind(value, store) ?? (isModule ? { sort: 'core module', value: new CoreModule(value) } : undefined)
  )
}

/** An item of components. What needs not be given may be missing in its instances. */
function fitting(item: Item | undefined, wanted: Wanted, path: string, context: ImportContext): Item {
  if (item === undefined) return nothingFor(wanted, path, context)
  if (item.sort === 'instance' && wanted.sort === 'instance')
    return instanceOf(wanted.type, context, (label, inner) =>
      fitting(item.value.exports.get(label), inner, `${path}#${label}`, context),
    )
  match(item, wanted, path, context.machine)
  return item
}

/** What needs not be given: types that are known, and instances of nothing else. */
function nothingFor(wanted: Wanted, path: string, context: ImportContext, outer = wanted): Item {
  if (wanted.sort === 'type' && wanted.type !== undefined) return { sort: 'type', value: wanted.type }
  if (wanted.sort !== 'instance') throw new LinkError(path, sortPhrase(outer.sort), 'nothing')
  return instanceOf(wanted.type, context, (_label, inner) => nothingFor(inner, path, context, outer))
}

function instanceOf(type: DeclaredType, { machine }: ImportContext, provide: Provide): Item {
  return { sort: 'instance', value: walkType(type, machine, { import: provide, export: provide }) }
}

/** A resource that is known needs not be given, but where it is, it is the same. */
function typeFrom(
  container: unknown,
  name: string,
  bound: TypeItem | undefined,
  path: string,
  { mapping }: ImportContext,
): Item {
  const isKnown =
    bound !== undefined && (bound.kind !== 'resource' || classOrOther(container, name) === undefined)
  if (isKnown) return { sort: 'type', value: bound }
  const type = importResource(mapping, container, name, path)
  if (bound?.kind === 'resource' && bound.type !== type)
    throw new LinkError(path, 'the same type', 'another type')
  return { sort: 'type', value: { kind: 'resource', type } }
}
