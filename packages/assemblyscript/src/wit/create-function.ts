import type { ComponentFunctionType } from '@weft/wasm-binary'
import type { DocsOfScope } from './find-docs.js'
import type { TypeSpace } from './type-space.js'
import type { WitFunction } from './world.js'

const ofResource = /^\[(?<role>method|static|constructor)\](?<resource>[^.]+)(?:\.(?<name>.+))?$/

/** A function, and the name of the resource that it belongs to (Explainer.md, `plainname`). */
export function createFunction(
  externName: string,
  type: ComponentFunctionType,
  space: TypeSpace,
  docs: DocsOfScope,
): { function: WitFunction; resource: string | undefined } {
  const { role = 'freestanding', resource, name } = ofResource.exec(externName)?.groups ?? {}
  const own = name ?? resource ?? externName
  return {
    resource,
    function: {
      name: own,
      externName,
      role: role as WitFunction['role'],
      async: type.async,
      parameters: type.parameters.map(({ label, type }) => ({ name: label, type: space.valueType(type) })),
      result: space.optional(type.result),
      docs:
        resource === undefined ? docs.item(own)?.docs : docs.item(resource)?.member(name ?? '[constructor]'),
    },
  }
}
