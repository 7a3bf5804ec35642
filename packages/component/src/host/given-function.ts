import { LinkError } from '@weft/core'
import type { HostCallable, ImportFunctionOptions, ResourceClass } from './host-types.js'
import { camelCase, parseFunctionName, pascalCase } from './names.js'
import { describe } from './wrong-value.js'

interface GivenFunction {
  readonly call: HostCallable
  /** What the host gave, where that is called as it is. */
  readonly original?: unknown
}

/** What the host gave for a function. @throws LinkError if there is no such function */
export function findFunction({ container, name, path }: ImportFunctionOptions): GivenFunction {
  const { kind, label, resource } = parseFunctionName(name)
  if (kind === 'function') {
    const call = callable(plainMember(container, label), camelCase(label), path)
    return { call, original: call }
  }
  const resourceClass = findClass(container, resource, path)
  if (kind === 'constructor') return { call: (...values) => Reflect.construct(resourceClass, values) }
  const key = camelCase(label)
  if (kind === 'method') {
    member(resourceClass.prototype, key, path)
    return { call: (self, ...values) => (self as Record<string, HostCallable>)[key]!(...values) }
  }
  const statics = resourceClass as unknown as Record<string, HostCallable>
  member(statics, key, path)
  return { call: (...values) => statics[key]!(...values) }
}

/** As it is spelt or in camel case; or the default of a module, as `jco` has functions that are in no interface. */
function plainMember(container: unknown, label: string): unknown {
  const members = container as Record<string, unknown> | null | undefined
  const value = members?.[label] ?? members?.[camelCase(label)]
  return typeof value === 'object' && value !== null && 'default' in value ? value.default : value
}

function member(container: unknown, key: string, path: string): HostCallable {
  return callable((container as Record<string, unknown> | null | undefined)?.[key], key, path)
}

function callable(value: unknown, key: string, path: string): HostCallable {
  if (typeof value !== 'function') throw new LinkError(path, `a function ${key}`, describe(value))
  return value as HostCallable
}

/** What the host's imports have for a resource: its class, named in Pascal case, or else what has the name itself. */
export function classOrOther(container: unknown, name: string): unknown {
  const members = container as Record<string, unknown> | null | undefined
  return members?.[pascalCase(name)] ?? members?.[camelCase(name)]
}

/** The class for a resource among the host's imports. */
export function findClass(
  container: unknown,
  name: string,
  path: string,
): ResourceClass & (new () => object) {
  const key = pascalCase(name)
  const value = (container as Record<string, unknown> | null | undefined)?.[key]
  const isClass = typeof value === 'function' && typeof value.prototype === 'object'
  if (!isClass) throw new LinkError(path, `a class ${key}`, describe(classOrOther(container, name)))
  return value as unknown as new () => object
}
