import { type FuncInst, ResourceType } from '@weft/abi'
import type { ComponentItem } from './component-item.js'
import { walkType } from './declared-type.js'
import type { DeclaredType, Item, Wanted } from './elements.js'
import type { Machine } from './machine.js'
import { versionTrack } from './versions.js'

/** Resource types by their paths, so that one resource that several components import is one type. */
export type KnownResources = Map<string, ResourceType>

/** Something of the type that is wanted, to look at types with: it cannot be called. `path` names it. */
export function stubOf(wanted: Wanted, path: string, machine: Machine, resources: KnownResources): Item {
  switch (wanted.sort) {
    case 'func':
      return {
        sort: 'func',
        value: { ft: wanted.type, name: path, may_block: false, starts_soon: never, call: notCallable },
      }
    case 'core module':
      return { sort: 'core module', value: wanted.type }
    case 'type':
      return { sort: 'type', value: wanted.type ?? { kind: 'resource', type: resourceAt(path, resources) } }
    case 'component':
      return { sort: 'component', value: stubComponent(wanted.type) }
    case 'instance': {
      const provide = (name: string, inner: Wanted) =>
        stubOf(inner, `${versionTrack(path)}#${name}`, machine, resources)
      return { sort: 'instance', value: walkType(wanted.type, machine, { import: provide, export: provide }) }
    }
  }
}

/** A component of which only the type is known. Instances have new resource types. */
function stubComponent(type: DeclaredType): ComponentItem {
  return {
    instantiate(machine, provide, _parent, name) {
      const resources: KnownResources = new Map()
      return walkType(type, machine, {
        import: provide,
        export: (label, wanted) => stubOf(wanted, `${name}#${label}`, machine, resources),
      })
    },
  }
}

function resourceAt(path: string, resources: KnownResources): ResourceType {
  let type = resources.get(path)
  if (type === undefined) {
    type = new ResourceType(undefined, undefined, path.slice(path.lastIndexOf('#') + 1))
    resources.set(path, type)
  }
  return type
}

const never = () => false

const notCallable: FuncInst['call'] = () => {
  throw new TypeError('invariant of @weft/component broken: only a type is known of this function')
}
