import {
  decodeInstructions,
  functionType,
  functionTypeIndices,
  type Instruction,
  type Module,
  memoryTypes,
} from '@weft/wasm-binary'

/** Parts of an instance that calls can change; `references` are globals too. */
export type StateKind = 'memory' | 'globals' | 'references' | 'segments' | 'tables'

/** What a call of a function may do to its instance. */
export interface FunctionEffects {
  readonly reads: ReadonlySet<StateKind>
  readonly writes: ReadonlySet<StateKind>
  /** Loads or stores, so that it needs the memory's bytes and not only its size. */
  readonly accessesMemory: boolean
  readonly globals: ReadonlySet<number>
  readonly segments: ReadonlySet<number>
  /** The names of its instructions on 32-bit floats. */
  readonly floatOperations: ReadonlySet<string>
  /** Why it cannot become a kernel, as far as the harness is concerned. */
  readonly obstacles: ReadonlySet<string>
}

/** Imports that are not there in a kernel: why, by index. */
export interface ForeignThings {
  readonly functions: ReadonlyMap<number, string>
  readonly globals: ReadonlyMap<number, string>
  readonly tables: ReadonlyMap<number, string>
  readonly memory: string | undefined
}

/** Finds the effects of functions with all that they may call. The module has no imports. */
export class EffectAnalysis {
  private readonly module: Module
  private readonly foreign: ForeignThings
  private readonly own = new Map<number, OwnEffects>()
  private readonly referenced: readonly number[]

  constructor(module: Module, foreign: ForeignThings) {
    this.module = module
    this.foreign = foreign
    this.referenced = referencedFunctions(module)
  }

  of(functionIndex: number): FunctionEffects {
    const total = new OwnEffects()
    const seen = new Set([functionIndex])
    for (const index of seen) {
      const effects = this.ownEffects(index)
      total.add(effects)
      for (const callee of effects.callees) seen.add(callee)
    }
    return total
  }

  private ownEffects(index: number): OwnEffects {
    const known = this.own.get(index)
    if (known !== undefined) return known
    const effects = new OwnEffects()
    this.own.set(index, effects)
    const foreign = this.foreign.functions.get(index)
    if (foreign !== undefined) effects.obstacles.add(foreign)
    for (const instruction of decodeInstructions(this.module.code[index]?.instructions ?? endOnly)) {
      this.visit(instruction, effects)
    }
    return effects
  }

  private visit(instruction: Instruction, effects: OwnEffects): void {
    const { name, immediates } = instruction
    if (/^f32(x4)?\./.test(name)) effects.floatOperations.add(name)
    for (const immediate of immediates) {
      if (immediate.kind === 'function') effects.callees.add(immediate.index)
      else if (immediate.kind === 'global') this.visitGlobal(name, immediate.index, effects)
      else if (immediate.kind === 'table') this.visitTable(name, immediate.index, effects)
      else if (immediate.kind === 'memarg') this.visitMemory(name, immediate.memory, effects)
      else if (immediate.kind === 'memory') this.visitMemory(name, immediate.index, effects)
      else if (immediate.kind === 'data') visitSegment(name, immediate.index, effects)
      else if (immediate.kind === 'type' && /call_(indirect|ref)$/.test(name)) {
        for (const callee of this.callable(immediate.index)) effects.callees.add(callee)
      }
    }
    if (name === 'elem.drop') {
      effects.writes.add('tables')
      effects.obstacles.add('elem.drop changes what later calls see')
    }
  }

  private visitGlobal(name: string, index: number, effects: OwnEffects): void {
    effects.globals.add(index)
    const type = this.module.globals[index]?.type
    const kind = typeof type?.value === 'string' ? 'globals' : 'references'
    if (type?.mutable) (name === 'global.set' ? effects.writes : effects.reads).add(kind)
    const foreign = this.foreign.globals.get(index)
    if (foreign !== undefined) effects.obstacles.add(foreign)
  }

  private visitTable(name: string, index: number, effects: OwnEffects): void {
    const changes = /^table\.(set|grow|fill|copy|init)$/.test(name)
    if (changes) effects.writes.add('tables')
    effects.reads.add('tables')
    const foreign = this.foreign.tables.get(index)
    if (foreign !== undefined) effects.obstacles.add(foreign)
  }

  private visitMemory(name: string, index: number, effects: OwnEffects): void {
    effects.reads.add('memory')
    if (!/load|size/.test(name)) effects.writes.add('memory')
    if (!/^memory\.(size|grow)$/.test(name)) effects.accessesMemory = true
    if (this.foreign.memory !== undefined) effects.obstacles.add(this.foreign.memory)
    const memories = memoryTypes(this.module)
    if (index > 0) effects.obstacles.add(`needs ${memories.length === 2 ? 'two' : memories.length} memories`)
    else if (memories[0]?.index === 'i64') effects.obstacles.add('needs a memory with 64-bit addresses')
  }

  /** The functions that may stand in a table or behind a reference of a type. */
  private callable(typeIndex: number): number[] {
    const wanted = JSON.stringify(functionType(this.module, typeIndex))
    const types = functionTypeIndices(this.module)
    return this.referenced.filter((index) => {
      return JSON.stringify(functionType(this.module, types[index] ?? -1)) === wanted
    })
  }
}

const endOnly = Uint8Array.of(0x0b)

class OwnEffects implements FunctionEffects {
  readonly reads = new Set<StateKind>()
  readonly writes = new Set<StateKind>()
  readonly globals = new Set<number>()
  readonly segments = new Set<number>()
  readonly floatOperations = new Set<string>()
  readonly obstacles = new Set<string>()
  readonly callees = new Set<number>()
  accessesMemory = false

  add(other: OwnEffects): void {
    for (const kind of other.reads) this.reads.add(kind)
    for (const kind of other.writes) this.writes.add(kind)
    for (const index of other.globals) this.globals.add(index)
    for (const index of other.segments) this.segments.add(index)
    for (const name of other.floatOperations) this.floatOperations.add(name)
    for (const obstacle of other.obstacles) this.obstacles.add(obstacle)
    this.accessesMemory ||= other.accessesMemory
  }
}

function visitSegment(name: string, index: number, effects: OwnEffects): void {
  effects.segments.add(index)
  effects.reads.add('segments')
  if (name === 'data.drop') effects.writes.add('segments')
}

function referencedFunctions(module: Module): number[] {
  const found = new Set<number>()
  const expressions = module.globals.map(({ init }) => init)
  for (const { items } of module.elements) {
    if (items.kind === 'functions') for (const index of items.indices) found.add(index)
    else expressions.push(...items.expressions)
  }
  for (const { init } of module.tables) if (init !== undefined) expressions.push(init)
  for (const expression of expressions) {
    for (const { immediates } of decodeInstructions(expression)) {
      for (const immediate of immediates) if (immediate.kind === 'function') found.add(immediate.index)
    }
  }
  return [...found]
}
