import { decodeInstructions } from '../instructions.js'
import type { ElementItems, ElementSegment, Expression } from '../module.js'
import type { ModuleView } from './module-view.js'

/** Function indices by table index. */
export type TableEntries = ReadonlyMap<number, number>

/** The entries of a table that never changes after instantiation, or why they are not known. */
export function resolveTable(view: ModuleView, table: number): TableEntries | string {
  const definition = view.module.tables[table - view.importedTables]
  if (definition === undefined) return 'it is imported'
  if (definition.init !== undefined && functionOf(definition.init) !== null) return 'it has an initial value'
  for (const functionIndex of view.definedFunctions()) {
    if (!view.uses(functionIndex).changedTables.has(table)) continue
    const name = view.names.functions.get(functionIndex)
    return `function ${name === undefined ? functionIndex : `$${name}`} changes it`
  }
  const entries = new Map<number, number>()
  for (const segment of view.module.elements) {
    if (segment.mode !== 'active' || segment.table !== table) continue
    const failure = fill(view, entries, segment, definition.type.limits.minimum)
    if (failure !== undefined) return failure
  }
  return entries
}

function fill(
  view: ModuleView,
  entries: Map<number, number>,
  segment: ElementSegment,
  size: bigint,
): string | undefined {
  const start = segment.offset && view.constant(segment.offset)
  if (start?.type !== 'i32' && start?.type !== 'i64') return 'an element segment of it has no constant offset'
  const offset = start.type === 'i32' ? start.value >>> 0 : Number(BigInt.asUintN(64, start.value))
  const functions = functionsOf(segment.items)
  if (BigInt(offset) + BigInt(functions.length) > size) return 'an element segment does not fit in it'
  for (const [position, functionIndex] of functions.entries()) {
    if (functionIndex === undefined) return 'an element of it is not a plain function reference'
    if (functionIndex === null) entries.delete(offset + position)
    else if (functionIndex >= view.functionTypes.length)
      return `an element of it is the unknown function ${functionIndex}`
    else entries.set(offset + position, functionIndex)
  }
  return undefined
}

/** The functions of a segment: null for a null reference, undefined for what is not known. */
export function functionsOf(items: ElementItems): readonly (number | null | undefined)[] {
  return items.kind === 'functions' ? items.indices : items.expressions.map(functionOf)
}

function functionOf(expression: Expression): number | null | undefined {
  const [only, end] = decodeInstructions(expression)
  if (end?.name !== 'end') return undefined
  if (only?.name === 'ref.null') return null
  const target = only?.immediates[0]
  return only?.name === 'ref.func' && target?.kind === 'function' ? target.index : undefined
}
