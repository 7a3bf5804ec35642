import type { FuncType } from '@weft/abi'
import { sameType } from '@weft/abi'
import { LinkError } from '@weft/core'
import type { ComponentItem } from './component-item.js'
import { walkType } from './declared-type.js'
import type { DeclaredType, InstanceItem, Item, TypeItem, Wanted } from './elements.js'
import type { Machine } from './machine.js'
import { matchModule } from './match-module.js'
import { sortPhrase, typeText } from './phrases.js'
import { stubOf } from './stub.js'

/**
 * Checks that an item is of the type that is wanted, or of a subtype. Specification: Explainer, Type Checking.
 * `machine` is one that only looks at types. Throws a `LinkError` that names `path`.
 */
export function match(given: Item, wanted: Wanted, path: string, machine: Machine): void {
  if (given.sort !== wanted.sort) throw new LinkError(path, sortPhrase(wanted.sort), sortPhrase(given.sort))
  const { type } = wanted as DeclaredWanted
  if (given.sort === 'func') matchFunction(given.value.ft, (wanted as FunctionWanted).type, path)
  else if (given.sort === 'type') matchType(given.value, (wanted as TypeWanted).type, path, machine)
  else if (given.sort === 'core module') matchModule(given.value, (wanted as ModuleWanted).type, path)
  else if (given.sort === 'instance') matchInstance(given.value, type, path, machine)
  else matchComponent(given.value, type, path, machine)
}

type FunctionWanted = Extract<Wanted, { sort: 'func' }>
type TypeWanted = Extract<Wanted, { sort: 'type' }>
type ModuleWanted = Extract<Wanted, { sort: 'core module' }>
type DeclaredWanted = Extract<Wanted, { sort: 'instance' }>

export function matchFunction(given: FuncType, wanted: FuncType, path: string): void {
  if (given !== wanted && !sameFunctionType(given, wanted))
    throw new LinkError(path, `a function ${typeText(wanted)}`, `a function ${typeText(given)}`)
}

function sameFunctionType(left: FuncType, right: FuncType): boolean {
  if (left.async !== right.async || left.params.length !== right.params.length) return false
  if ((left.result === undefined) !== (right.result === undefined)) return false
  if (left.result && right.result && !sameType(left.result, right.result)) return false
  return left.params.every(({ label, type }, index) => {
    const other = right.params[index]!
    return label === other.label && sameType(type, other.type)
  })
}

function matchType(given: TypeItem, wanted: TypeItem | undefined, path: string, machine: Machine): void {
  if (given === wanted) return
  if (wanted === undefined) {
    if (given.kind !== 'resource') throw new LinkError(path, 'a resource type', 'another type')
    return
  }
  const isSame =
    wanted.kind === 'value'
      ? given.kind === 'value' && sameType(given.type, wanted.type)
      : wanted.kind === 'func'
        ? given.kind === 'func' && sameFunctionType(given.type, wanted.type)
        : wanted.kind === 'resource'
          ? given.kind === 'resource' && given.type === wanted.type
          : given.kind === wanted.kind && sameDeclared(given, wanted, path, machine)
  if (!isSame) throw new LinkError(path, 'the same type', 'another type')
}

/** Each is a subtype of the other. */
function sameDeclared(left: DeclaredType, right: DeclaredType, path: string, machine: Machine): boolean {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const wanted: Wanted = { sort: one.kind, type: one }
    match(stubOf(wanted, path, machine, new Map()), { sort: other.kind, type: other }, path, machine)
  }
  return true
}

function matchInstance(given: InstanceItem, type: DeclaredType, path: string, machine: Machine): void {
  walkType(type, machine, { import: unexpectedImport, export: matching(given, path, machine) })
}

function matching(given: InstanceItem, path: string, machine: Machine) {
  return (name: string, wanted: Wanted): Item => {
    const item = given.exports.get(name)
    const inner = `${path}#${name}`
    if (item === undefined) throw new LinkError(inner, sortPhrase(wanted.sort), 'nothing')
    match(item, wanted, inner, machine)
    return item
  }
}

const unexpectedImport = (): never => {
  throw new TypeError('invariant of @weft/component broken: instance types have no imports')
}

/** What is given may import less and export more: it is instantiated with what the wanted type imports. */
function matchComponent(given: ComponentItem, type: DeclaredType, path: string, machine: Machine): void {
  const imports = new Map<string, Item>()
  walkType(type, machine, {
    import(name, wanted) {
      const stub = stubOf(wanted, name, machine, new Map())
      imports.set(name, stub)
      return stub
    },
    export: (name, wanted) => stubOf(wanted, name, machine, new Map()),
  })
  const instance = given.instantiate(machine, matching({ exports: imports }, path, machine), undefined, path)
  walkType(type, machine, {
    import: (name) => imports.get(name)!,
    export: matching(instance, path, machine),
  })
}
