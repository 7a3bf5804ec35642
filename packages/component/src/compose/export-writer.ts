import { ValidationError } from '@weft/core'
import type { ExternType } from '../validate/type-model.js'
import type { ComponentBuilder } from './component-builder.js'
import { CompositionError, pathOf } from './composition-error.js'
import type { ImportWriter } from './import-writer.js'
import type { CompositionPlan } from './plan-composition.js'
import { TypeWriter } from './type-writer.js'

/** Writes what a composition exports. `indices`: of its instances, by name. */
export function writeExports(
  { exports }: CompositionPlan,
  indices: ReadonlyMap<string, number>,
  builder: ComponentBuilder,
  imports: ImportWriter,
): void {
  const names = imports.namesInside()
  for (const [name, source] of exports) {
    const instance = indices.get(source.instance)!
    const extern = builder.scope.instances.at(instance).exports.get(source.export)!
    const fail = (cause?: unknown): never => {
      throw hiddenTypeError(name, cause)
    }
    const writer = new TypeWriter(imports, names, fail)
    const alias = () => builder.aliasExport(extern.sort, instance, source.export)
    try {
      const index = writeExport(builder, name, extern, writer, alias)
      if (extern.sort === 'type') names.set(extern.type, imports.noteExport(name, index))
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      fail(error)
    }
  }
}

type Alias = () => ReturnType<ComponentBuilder['aliasExport']>

/** Types that the instance names are not named outside: functions and types are written with the names of exports. */
function writeExport(
  builder: ComponentBuilder,
  name: string,
  extern: ExternType,
  writer: TypeWriter,
  alias: Alias,
): number {
  if (extern.sort === 'func')
    return builder.export(name, alias(), { sort: 'func', type: writer.index(extern.type) })
  const { bound } = extern as { bound?: Parameters<TypeWriter['index']>[0] }
  const isValue = extern.sort === 'type' && bound !== undefined && !isOpaque(extern.bound.kind)
  return builder.export(name, isValue ? { sort: 'type', index: writer.index(bound) } : alias())
}

const isOpaque = (kind: string) => kind === 'resource' || kind === 'instance' || kind === 'component'

function hiddenTypeError(name: string, cause: unknown): CompositionError {
  const message =
    'its types refer to types that the composition neither imports nor exports. Export what defines them as well, before it'
  const reason = cause instanceof Error ? ` (${cause.message})` : ''
  return new CompositionError('not-writable', pathOf('exports', name), message + reason, { cause })
}
