import type { ComponentExternType } from '@weft/wasm-binary'
import type { AnyType, Externs, ExternType, TypeExtern } from '../validate/type-model.js'
import { CompositionError, pathOf } from './composition-error.js'
import { InstanceTypeTarget } from './instance-type-target.js'
import { type TypeNames, type TypeTarget, TypeWriter } from './type-writer.js'

/** What one instance wants of an import of the composition. */
export interface Want {
  readonly instance: string
  readonly label: string
  readonly extern: ExternType
  readonly names: TypeNames
}

/** Where a type with a name lies: an import of the composition, and names of exports from there on. */
export type Place = readonly [name: string, ...path: string[]]

const keyOf = (place: Place): string => JSON.stringify(place)

/** Adds those exports to an instance type that it does not have yet. */
export function declareExports(target: InstanceTypeTarget, want: Want, externs: Externs, place: Place): void {
  const writer = writerFor(target, want)
  for (const [name, extern] of externs) {
    const inner: Place = [...place, name]
    if (!target.has(name)) target.export(name, externType(target, want, extern, inner, writer), keyOf(inner))
  }
}

/** The type that an import or export is declared with. */
export function externType(
  target: TypeTarget,
  want: Want,
  extern: ExternType,
  place: Place,
  writer = writerFor(target, want),
): ComponentExternType {
  switch (extern.sort) {
    case 'func':
      return { sort: 'func', type: writer.index(extern.type) }
    case 'type':
      return { sort: 'type', bound: typeBound(writer, extern, want) }
    case 'instance': {
      const inner = new InstanceTypeTarget(target)
      declareExports(inner, want, extern.type.exports, place)
      return { sort: 'instance', type: target.define(inner.definition) }
    }
    default:
      throw hardError(want, `${place.join('#')} is a ${extern.sort}`)
  }
}

function typeBound(writer: TypeWriter, { type, bound }: TypeExtern, want: Want) {
  if (type === bound && bound.kind === 'resource') return { kind: 'sub resource' } as const
  if (bound.kind === 'instance' || bound.kind === 'component')
    throw hardError(want, `there is the type of a ${bound.kind} in it`)
  return { kind: 'eq', type: writer.index(bound) } as const
}

function writerFor(target: TypeTarget, want: Want): TypeWriter {
  return new TypeWriter(target, want.names, () => {
    throw hardError(want, 'it uses a resource of an import that another instance satisfies')
  })
}

/** Finds the types that an import names: the keys of their places. The first name of a type counts. */
export function collectNames(extern: ExternType, place: Place, names: Map<AnyType, string>): void {
  if (extern.sort === 'type' && !names.has(extern.type)) names.set(extern.type, keyOf(place))
  if (extern.sort === 'instance')
    for (const [name, inner] of extern.type.exports) collectNames(inner, [...place, name], names)
}

function hardError({ instance, label }: Want, reason: string): CompositionError {
  const path = pathOf('instances', instance, 'imports', label)
  return new CompositionError(
    'not-writable',
    path,
    `the composition cannot import this: ${reason}. Give it to the instance, or link in process`,
  )
}
