import { encodeInstruction } from '../encode-instruction.js'
import type { ElementItems, ElementSegment, Expression, TableType } from '../module.js'
import { opcodeOf } from '../opcodes/opcodes.js'
import type { Closure } from './closure.js'
import type { KernelMaps } from './kernel-maps.js'
import type { ModuleView } from './module-view.js'

/**
 * Segments that fill the kernel's tables as instantiation filled the source's. `entryOf` gives the new index of what
 * stands for a function.
 */
export function tableSegments(
  view: ModuleView,
  closure: Closure,
  maps: KernelMaps,
  entryOf: (functionIndex: number) => number,
): ElementSegment[] {
  return [...closure.tables].flatMap(([table, entries]) => {
    const sorted = [...entries].sort(([left], [right]) => left - right)
    return runs(sorted).map((run) => segment(view.tables[table]!, maps.table(table), run, maps, entryOf))
  })
}

interface Run {
  readonly start: number
  readonly functions: number[]
}

function runs(entries: readonly (readonly [number, number])[]): Run[] {
  const found: Run[] = []
  for (const [position, target] of entries) {
    const last = found.at(-1)
    if (last !== undefined && last.start + last.functions.length === position) last.functions.push(target)
    else found.push({ start: position, functions: [target] })
  }
  return found
}

function segment(
  type: TableType,
  table: number,
  run: Run,
  maps: KernelMaps,
  entryOf: (functionIndex: number) => number,
): ElementSegment {
  const offset =
    type.index === 'i64'
      ? expression('i64.const', { kind: 'i64', value: BigInt(run.start) })
      : expression('i32.const', { kind: 'i32', value: run.start | 0 })
  const indices = run.functions.map(entryOf)
  const element =
    typeof type.element.heap === 'number'
      ? { ...type.element, heap: maps.type(type.element.heap) }
      : type.element
  // Segments of plain indices have the type `(ref func)`, which tables of narrower types do not take.
  const items: ElementItems =
    element.heap === 'func'
      ? { kind: 'functions', indices }
      : {
          kind: 'expressions',
          expressions: indices.map((index) => expression('ref.func', { kind: 'function', index })),
        }
  const segmentType = items.kind === 'functions' ? { nullable: false, heap: 'func' as const } : element
  return { mode: 'active', table, offset, type: segmentType, items }
}

function expression(
  name: string,
  immediate: Parameters<typeof encodeInstruction>[0]['immediates'][number],
): Expression {
  const code = encodeInstruction({ opcode: opcodeOf(name), immediates: [immediate] })
  return Uint8Array.from([...code, opcodeOf('end')])
}
