import { maximumPages } from '@weft/core'
import { decodeModule } from '../decode-module.js'
import { encodeModule } from '../encode-module.js'
import type {
  DataSegment,
  ElementItems,
  ElementSegment,
  Expression,
  FunctionBody,
  Import,
  Module,
  RecursiveGroup,
  ReferenceType,
  StorageType,
  Table,
} from '../module.js'
import { encodeNames } from '../names.js'
import { remapInstructions, remapValueType } from '../remap-instructions.js'
import type { Closure } from './closure.js'
import type { ExtractedFunction } from './extracted-kernel.js'
import type { GlobalPlan } from './kernel-globals.js'
import { ascending, createMaps, type Kept, type KernelMaps, keptIndices } from './kernel-maps.js'
import { tableSegments } from './kernel-tables.js'
import type { ModuleView } from './module-view.js'
import { tableStubs } from './table-stubs.js'

export const kernelExportName = 'kernel'

const memoryImport: Import = {
  module: '',
  name: 'memory',
  type: {
    kind: 'memory',
    type: {
      limits: { minimum: 0n, maximum: /* @__PURE__ */ BigInt(maximumPages) },
      shared: true,
      index: 'i32',
    },
  },
}

/** Writes the module of a kernel, and describes its functions. */
export function buildKernel(
  view: ModuleView,
  root: number,
  closure: Closure,
  plan: GlobalPlan,
): { bytes: Uint8Array<ArrayBuffer>; functions: ExtractedFunction[] } {
  const kept = keptIndices(closure)
  const maps = createMaps(kept, plan)
  const stubs = tableStubs(view, closure)
  const entryOf = (index: number) =>
    closure.functions.has(index) ? maps.function(index) : kept.functions.length + stubs.stubOf(index)
  const bytes = encodeModule({
    types: keepTypes(view, closure, maps),
    imports: [memoryImport],
    functions: [...kept.functions.map((index) => view.functionTypes[index]!), ...stubs.types].map(maps.type),
    tables: kept.tables.map((index): Table => {
      const type = view.tables[index]!
      return { type: { ...type, element: remapReference(type.element, maps) } }
    }),
    memories: [],
    tags: kept.tags.map((index) => maps.type(view.tags[index]!)),
    globals: plan.globals,
    exports: [{ name: kernelExportName, kind: 'func', index: maps.function(root) }, ...plan.exports],
    elements: [
      ...keepElements(view, kept, maps),
      ...tableSegments(view, closure, maps, entryOf),
      ...declaration(closure, maps),
    ],
    ...(kept.data.length === 0 ? {} : { dataCount: kept.data.length }),
    code: [
      ...kept.functions.map((index) => keepBody(view.body(index)!, maps)),
      ...stubs.types.map(() => stubs.body),
    ],
    data: kept.data.map((index): DataSegment => {
      const { mode, bytes } = view.module.data[index]!
      // Instantiation drops an active segment: what is left for instructions to read is empty.
      return { mode: 'passive', memory: 0, bytes: mode === 'passive' ? bytes : new Uint8Array() }
    }),
    customs: [keepNames(view, kept)],
  })
  return { bytes, functions: describeFunctions(view, kept, decodeModule(bytes)) }
}

function remapReference(type: ReferenceType, maps: KernelMaps): ReferenceType {
  return typeof type.heap === 'number' ? { ...type, heap: maps.type(type.heap) } : type
}

function keepTypes(view: ModuleView, closure: Closure, maps: KernelMaps): RecursiveGroup[] {
  const storage = (type: StorageType): StorageType =>
    typeof type === 'object' ? remapReference(type, maps) : type
  const groups: RecursiveGroup[] = []
  let first = 0
  for (const { explicit, types } of view.module.types) {
    const used = closure.types.has(first)
    first += types.length
    if (!used || types.length === 0) continue
    groups.push({
      explicit,
      types: types.map(({ final, supertypes, composite }) => ({
        final,
        supertypes: supertypes.map(maps.type),
        composite:
          composite.kind === 'func'
            ? {
                ...composite,
                parameters: composite.parameters.map((type) => remapValueType(type, maps)),
                results: composite.results.map((type) => remapValueType(type, maps)),
              }
            : composite.kind === 'struct'
              ? {
                  ...composite,
                  fields: composite.fields.map((field) => ({ ...field, storage: storage(field.storage) })),
                }
              : { ...composite, field: { ...composite.field, storage: storage(composite.field.storage) } },
      })),
    })
  }
  return groups
}

function keepBody(body: FunctionBody, maps: KernelMaps): FunctionBody {
  return {
    locals: body.locals.map(({ count, type }) => ({ count, type: remapValueType(type, maps) })),
    instructions: remapInstructions(body.instructions, maps, body.instructionsOffset),
    offset: 0,
    instructionsOffset: 0,
  }
}

/** The segments that instructions use, in their order, so that their indices come first. */
function keepElements(view: ModuleView, kept: Kept, maps: KernelMaps): ElementSegment[] {
  return kept.elements.map((index) => {
    const { mode, type, items } = view.module.elements[index]!
    const left: ElementItems =
      mode === 'passive' ? keepItems(items, maps) : { kind: 'expressions', expressions: [] }
    return { mode: 'passive', table: 0, type: remapReference(type, maps), items: left }
  })
}

function keepItems(items: ElementItems, maps: KernelMaps): ElementItems {
  if (items.kind === 'functions') return { kind: 'functions', indices: items.indices.map(maps.function) }
  const keep = (expression: Expression) => remapInstructions(expression, maps)
  return { kind: 'expressions', expressions: items.expressions.map(keep) }
}

/** Functions whose reference is taken must be declared (core specification 3.5.8). */
function declaration(closure: Closure, maps: KernelMaps): ElementSegment[] {
  if (closure.references.size === 0) return []
  const indices = ascending(closure.references).map(maps.function)
  const items: ElementItems = { kind: 'functions', indices }
  return [{ mode: 'declarative', table: 0, type: { nullable: false, heap: 'func' }, items }]
}

function keepNames(view: ModuleView, kept: Kept) {
  const names = kept.functions.flatMap((source, index): [number, string][] => {
    const name = view.names.functions.get(source)
    return name === undefined ? [] : [[index, name]]
  })
  return encodeNames({
    ...(view.names.module === undefined ? {} : { module: view.names.module }),
    functions: new Map(names),
  })
}

function describeFunctions(view: ModuleView, kept: Kept, built: Module): ExtractedFunction[] {
  return kept.functions.map((sourceIndex, index) => {
    const source = view.body(sourceIndex)!
    const { offset, instructionsOffset } = built.code[index]!
    // Instructions keep their distances, the locals before them may have shrunk.
    const sourceOffset = source.instructionsOffset - (instructionsOffset - offset)
    return { name: view.names.functions.get(sourceIndex), offset, sourceIndex, sourceOffset }
  })
}
