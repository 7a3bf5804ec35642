import { camelCase, type FuncInst, type ResourceType } from '@weft/abi'
import { exportFunction } from './export-function.js'
import type { ExportItems, HostCallable } from './host-types.js'
import { parseFunctionName, pascalCase } from './names.js'
import type { StoreMapping } from './store-mapping.js'

/**
 * The exports of an instance as JavaScript uses them: functions in camel case, classes in Pascal case. Not frozen:
 * other things, such as nested instances, may be added. Resources of the host are the host's own classes.
 */
export function exportObject(
  mapping: StoreMapping,
  { functions, resources }: ExportItems,
): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, rt] of resources) object[pascalCase(name)] = mapping.classOf(rt)
  for (const [name, func] of functions) {
    const { kind, label, resource } = parseFunctionName(name)
    if (kind === 'function') object[camelCase(label)] = exportFunction(mapping, func)
    else addMember(mapping, resources.get(resource), kind, camelCase(label), func)
  }
  return object
}

function addMember(
  mapping: StoreMapping,
  rt: ResourceType | undefined,
  kind: 'method' | 'static' | 'constructor',
  key: string,
  func: FuncInst,
): void {
  // Without the type nobody has a handle to call it with; the host's own classes have their methods.
  if (!rt?.impl) return
  const call = exportFunction(mapping, func)
  const { constructors } = mapping.state
  if (kind === 'constructor') constructors.set(rt, call)
  else if (kind === 'static') define(mapping.classOf(rt), key, call)
  else define(mapping.classOf(rt).prototype, key, asMethod(call))
}

function asMethod(call: HostCallable): HostCallable {
  return function (this: unknown, ...values) {
    return call(this, ...values)
  }
}

/** Like a method of a class: not enumerable, and `name` or `length` can be the name of a static. */
function define(target: object, key: string, value: HostCallable): void {
  Object.defineProperty(target, key, { value, writable: true, configurable: true })
}
