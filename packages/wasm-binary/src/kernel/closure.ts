import type { SubType, ValueType } from '../module.js'
import type { Diagnostics } from './diagnostics.js'
import { type FunctionUses, scanUses } from './function-uses.js'
import { lookUp, type ModuleView } from './module-view.js'
import { functionsOf, resolveTable, type TableEntries } from './static-table.js'

/** What a kernel needs of its module, by source index. */
export interface Closure {
  readonly functions: ReadonlySet<number>
  /** Functions whose reference is taken. */
  readonly references: ReadonlySet<number>
  readonly tables: ReadonlyMap<number, TableEntries>
  /** Where each global is used first. */
  readonly globals: ReadonlyMap<number, Place>
  readonly types: ReadonlySet<number>
  readonly data: ReadonlySet<number>
  readonly elements: ReadonlySet<number>
  readonly tags: ReadonlySet<number>
  readonly readsMemory: boolean
}

export interface Place {
  readonly functionIndex: number
  readonly offset: number
}

export interface ClosureOptions {
  /** Imports were complained about already, whether they are called or not. */
  readonly importsReported: boolean
}

/** Follows everything that function `root` can reach. */
export function collectClosure(
  view: ModuleView,
  root: number,
  diagnostics: Diagnostics,
  options: ClosureOptions,
): Closure {
  const collector = new ClosureCollector(view, diagnostics, options)
  collector.reach(root, { functionIndex: root, offset: view.body(root)?.offset ?? 0 })
  collector.run()
  return collector
}

const tableWorkaround =
  'fill the table with element segments at constant offsets and leave it unchanged, or call functions directly'

class ClosureCollector implements Closure {
  readonly functions = new Set<number>()
  readonly references = new Set<number>()
  readonly tables = new Map<number, TableEntries>()
  readonly globals = new Map<number, Place>()
  readonly types = new Set<number>()
  readonly data = new Set<number>()
  readonly elements = new Set<number>()
  readonly tags = new Set<number>()
  readsMemory = false
  private readonly pending: number[] = []
  private readonly resolutions = new Map<number, TableEntries | string>()
  private readonly searched = new Set<string>()
  private readonly view: ModuleView
  private readonly diagnostics: Diagnostics
  private readonly options: ClosureOptions

  constructor(view: ModuleView, diagnostics: Diagnostics, options: ClosureOptions) {
    this.view = view
    this.diagnostics = diagnostics
    this.options = options
  }

  run(): void {
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) this.follow(next)
  }

  reach(functionIndex: number, place: Place): void {
    if (this.functions.has(functionIndex)) return
    const imported = this.view.importedFunctions[functionIndex]
    if (imported === undefined) {
      this.functions.add(functionIndex)
      this.pending.push(functionIndex)
    } else if (!this.options.importsReported) {
      this.diagnostics.add({
        rule: 'import-call',
        message: `the import "${imported.module}" "${imported.name}" is called or referenced`,
        ...place,
        workaround: 'do this outside of the kernel',
      })
    }
  }

  private follow(functionIndex: number): void {
    const { view } = this
    this.type(lookUp(view.functionTypes, functionIndex, 'function'))
    for (const { type } of view.body(functionIndex)?.locals ?? []) this.valueType(type)
    this.add(view.uses(functionIndex), functionIndex)
  }

  private add(uses: FunctionUses, functionIndex: number): void {
    for (const [callee, offset] of uses.calls) this.reach(callee, { functionIndex, offset })
    for (const [target, offset] of uses.references) {
      this.references.add(target)
      this.reach(target, { functionIndex, offset })
    }
    for (const { type, table, offset } of uses.indirectCalls) {
      this.type(type)
      this.table(table, { functionIndex, offset }, type)
    }
    for (const tables of [uses.readTables, uses.changedTables]) {
      for (const [table, offset] of tables) this.table(table, { functionIndex, offset })
    }
    for (const [global, offset] of uses.globals) {
      if (!this.globals.has(global)) this.globals.set(global, { functionIndex, offset })
    }
    for (const type of uses.types) this.type(type)
    for (const index of uses.data) this.data.add(index)
    for (const index of uses.elements) this.element(index, functionIndex)
    for (const tag of uses.tags) {
      this.tags.add(tag)
      this.type(lookUp(this.view.tags, tag, 'tag'))
    }
    this.readsMemory ||= uses.readsMemory
    this.refuse(uses, functionIndex)
  }

  private refuse(uses: FunctionUses, functionIndex: number): void {
    for (const offset of uses.referenceCalls) {
      this.diagnostics.add({
        rule: 'unresolved-reference',
        message: 'a function reference is called whose function is not known',
        functionIndex,
        offset,
        workaround: 'call the function directly, or through a table that does not change',
      })
    }
    for (const offset of uses.memoryGrowth) {
      this.diagnostics.add({
        rule: 'memory-grow',
        message: 'memory.grow is reachable: a kernel cannot grow memory',
        functionIndex,
        offset,
        workaround: 'allocate before the call and pass a buffer',
      })
    }
  }

  /** Reaches the functions in a table that can be called as `type`; all of them without a type. */
  private table(table: number, place: Place, type?: number): void {
    const entries = this.resolved(table)
    if (typeof entries === 'string') {
      const message = `the functions in table ${table} are not known: ${entries}`
      this.diagnostics.add({ rule: 'unresolved-table', message, ...place, workaround: tableWorkaround })
      return
    }
    const key = `${table} ${type}`
    if (this.searched.has(key)) return
    this.searched.add(key)
    this.valueType(lookUp(this.view.tables, table, 'table').element)
    this.tables.set(table, entries)
    for (const target of entries.values()) {
      const actual = lookUp(this.view.functionTypes, target, 'function')
      if (type === undefined || this.view.typeIdentity.matches(actual, type)) this.reach(target, place)
      else this.type(actual)
    }
  }

  private resolved(table: number): TableEntries | string {
    const entries = this.resolutions.get(table) ?? resolveTable(this.view, table)
    this.resolutions.set(table, entries)
    return entries
  }

  /** A segment that instructions use. Only passive ones have something in them by then. */
  private element(index: number, functionIndex: number): void {
    if (this.elements.has(index)) return
    this.elements.add(index)
    const segment = lookUp(this.view.module.elements, index, 'element segment')
    this.valueType(segment.type)
    if (segment.mode !== 'passive') return
    const place = { functionIndex, offset: this.view.body(functionIndex)?.offset ?? 0 }
    if (segment.items.kind === 'functions') {
      for (const target of functionsOf(segment.items))
        if (typeof target === 'number') this.reach(target, place)
      return
    }
    for (const expression of segment.items.expressions) {
      const uses = scanUses(expression, 0)
      this.view.checkIndices(uses, place)
      this.add(uses, functionIndex)
    }
  }

  private valueType(type: ValueType | 'i8' | 'i16'): void {
    if (typeof type === 'object' && typeof type.heap === 'number') this.type(type.heap)
  }

  /** Keeps a type with its whole group and all that the group refers to. */
  private type(index: number): void {
    const pending = [index]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.types.has(next)) continue
      for (const member of lookUp(this.view.typeGroups, next, 'type')) {
        this.types.add(member)
        for (const index of typeReferences(lookUp(this.view.types, member, 'type'))) pending.push(index)
      }
    }
  }
}

function typeReferences({ supertypes, composite }: SubType): number[] {
  const values =
    composite.kind === 'func'
      ? [...composite.parameters, ...composite.results]
      : (composite.kind === 'struct' ? composite.fields : [composite.field]).map(({ storage }) => storage)
  const heaps = values.map((value) => (typeof value === 'object' ? value.heap : undefined))
  return [...supertypes, ...heaps.filter((heap) => typeof heap === 'number')]
}
