import { ComponentError, type ExternDescription } from '@weft/component'
import type { Grants } from '../../host/grants.js'

/**
 * Interfaces of `wasi:sockets` of WASI 0.2 for a guest that was not granted the network, since libraries import them
 * whether they need them or not: no socket can be made, all is access-denied.
 */
export function deniedSockets2(item: ExternDescription, grants: Grants): object {
  const value = (): never => {
    grants.denied('network')
    throw new ComponentError('access-denied')
  }
  const members: Record<string, unknown> = {}
  const classOf = (label: string) => {
    const name = pascalCase(label)
    members[name] ??= class {}
    return members[name] as { readonly prototype: object }
  }
  for (const member of item.kind === 'instance' ? item.exports : []) {
    const { name, kind } = member
    const [, sort, label = '', method = ''] = /^\[(method|static)\]([^.]*)\.(.*)$/.exec(name) ?? []
    // Resources of other interfaces have a class already.
    if (kind === 'resource' && member.resource === `${item.name}#${name}`) classOf(name)
    else if (kind !== 'func') continue
    else if (sort === undefined) members[camelCase(name)] = value
    else
      Object.defineProperty(
        sort === 'method' ? classOf(label).prototype : classOf(label),
        camelCase(method),
        { value },
      )
  }
  return members
}

function camelCase(label: string): string {
  return label.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

function pascalCase(label: string): string {
  return camelCase(`-${label}`)
}
