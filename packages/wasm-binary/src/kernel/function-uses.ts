import type { Immediate } from '../immediates.js'
import { forEachInstruction, type Instruction } from '../instructions.js'
import type { HeapType, ValueType } from '../module.js'
import { StackPattern } from './stack-pattern.js'

/** What the instructions of one function refer to. Offsets are absolute, those of the first use. */
export interface FunctionUses {
  readonly calls: ReadonlyMap<number, number>
  /** Functions whose reference is taken with `ref.func`. */
  readonly references: ReadonlyMap<number, number>
  readonly indirectCalls: readonly {
    readonly type: number
    readonly table: number
    readonly offset: number
  }[]
  /** Tables read in other ways: any entry may be taken out. */
  readonly readTables: ReadonlyMap<number, number>
  readonly changedTables: ReadonlyMap<number, number>
  /** Where references are called whose function is not known. */
  readonly referenceCalls: readonly number[]
  readonly globals: ReadonlyMap<number, number>
  readonly types: ReadonlySet<number>
  readonly data: ReadonlySet<number>
  readonly elements: ReadonlySet<number>
  readonly tags: ReadonlySet<number>
  readonly readsMemory: boolean
  readonly memoryGrowth: readonly number[]
  /** Globals that are moved down and up again as compiled C does with its stack pointer. */
  readonly stackPointers: ReadonlySet<number>
}

const tableChanges = new Set(['table.set', 'table.grow', 'table.fill', 'table.copy', 'table.init'])
const directCalls = new Set(['call', 'return_call'])

/** Collects the uses in an expression that begins at `baseOffset`. Throws `BinaryError` for malformed bytes. */
export function scanUses(expression: Uint8Array, baseOffset: number): FunctionUses {
  const uses = new UseCollector(baseOffset)
  forEachInstruction(expression, (instruction) => uses.visit(instruction), baseOffset)
  return uses
}

class UseCollector implements FunctionUses {
  readonly calls = new Map<number, number>()
  readonly references = new Map<number, number>()
  readonly indirectCalls: { type: number; table: number; offset: number }[] = []
  readonly readTables = new Map<number, number>()
  readonly changedTables = new Map<number, number>()
  readonly referenceCalls: number[] = []
  readonly globals = new Map<number, number>()
  readonly types = new Set<number>()
  readonly data = new Set<number>()
  readonly elements = new Set<number>()
  readonly tags = new Set<number>()
  readsMemory = false
  readonly memoryGrowth: number[] = []
  private readonly pattern = new StackPattern()
  private readonly baseOffset: number

  constructor(baseOffset: number) {
    this.baseOffset = baseOffset
  }

  get stackPointers(): ReadonlySet<number> {
    return this.pattern.globals()
  }

  visit(instruction: Instruction): void {
    const { name, immediates } = instruction
    const offset = this.baseOffset + instruction.start
    for (const immediate of immediates) this.immediate(name, immediate, offset)
    if (name === 'call_indirect' || name === 'return_call_indirect') {
      const [type, table] = immediates.map((immediate) => ('index' in immediate ? immediate.index : 0))
      this.indirectCalls.push({ type: type!, table: table!, offset })
    }
    if (name === 'call_ref' || name === 'return_call_ref') this.referenceCalls.push(offset)
    if (name === 'memory.grow') this.memoryGrowth.push(offset)
    if (name === 'memory.copy') this.readsMemory = true
    this.pattern.visit(instruction)
  }

  private immediate(name: string, immediate: Immediate, offset: number): void {
    switch (immediate.kind) {
      case 'function':
        first(directCalls.has(name) ? this.calls : this.references, immediate.index, offset)
        break
      case 'table':
        if (tableChanges.has(name)) first(this.changedTables, immediate.index, offset)
        else if (!name.includes('call_indirect')) first(this.readTables, immediate.index, offset)
        break
      case 'global':
        first(this.globals, immediate.index, offset)
        break
      case 'type':
        this.types.add(immediate.index)
        break
      case 'data':
        this.data.add(immediate.index)
        break
      case 'element':
        this.elements.add(immediate.index)
        break
      case 'tag':
        this.tags.add(immediate.index)
        break
      case 'memarg':
        if (!name.includes('store') && !name.includes('notify')) this.readsMemory = true
        break
      default:
        this.typeImmediate(immediate)
    }
  }

  private typeImmediate(immediate: Immediate): void {
    if (immediate.kind === 'block') {
      if (immediate.type.kind === 'type') this.types.add(immediate.type.index)
      if (immediate.type.kind === 'value') this.valueType(immediate.type.type)
    } else if (immediate.kind === 'heap') this.heapType(immediate.type)
    else if (immediate.kind === 'reference') this.heapType(immediate.type.heap)
    else if (immediate.kind === 'types') for (const type of immediate.types) this.valueType(type)
    else if (immediate.kind === 'cast') {
      this.heapType(immediate.source.heap)
      this.heapType(immediate.target.heap)
    } else if (immediate.kind === 'catches') {
      for (const clause of immediate.catches) if ('tag' in clause) this.tags.add(clause.tag)
    }
  }

  private valueType(type: ValueType): void {
    if (typeof type === 'object') this.heapType(type.heap)
  }

  private heapType(heap: HeapType): void {
    if (typeof heap === 'number') this.types.add(heap)
  }
}

function first(map: Map<number, number>, index: number, offset: number): void {
  if (!map.has(index)) map.set(index, offset)
}
