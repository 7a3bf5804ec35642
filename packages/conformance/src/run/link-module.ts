import { pageSizeBytes } from '@weft/core'
import { type Global, type Import, type Module, memoryTypes, type Table } from '@weft/wasm-binary'
import { CodeWriter } from '../kernel/code-writer.js'
import { constantBits } from '../kernel/constant-bits.js'
import type { LinkedModule } from '../kernel/kernel-source.js'
import { type Value, writeBits } from '../values.js'
import { spectestGlobals, spectestMemoryPages, spectestTableSize } from './spectest.js'
import { TestMemory } from './test-memory.js'

/** What a registered instance offers to others. */
export interface Exporter {
  exportedMemory(name: string): TestMemory | undefined
  /** The value of an exported immutable global, if it is a number. */
  globalValue(name: string): Value | undefined
  /** Another module has filled its tables. */
  spoilTables(reason: string): void
}

export interface LinkingScope {
  /** The memory `spectest` exports, one for the whole script. */
  readonly spectestMemory: TestMemory
  /** A module has put something into the table that `spectest` exports. */
  spectestTableFilled: boolean
  exporter(module: string): Exporter | undefined
}

export function createSpectestMemory(): TestMemory {
  return new TestMemory(spectestMemoryPages, pageSizeBytes)
}

export interface Linking {
  readonly linked: LinkedModule
  readonly memory: TestMemory | undefined
}

/**
 * Replaces the imports of a module by definitions with the same indices. What cannot be there in a kernel is foreign:
 * the functions that use it are skipped.
 */
export function linkModule(module: Module, scope: LinkingScope): Linking {
  const memory = linkMemory(module, scope)
  const foreign = {
    functions: new Map(),
    globals: new Map(),
    tables: new Map(),
    memory: foreignMemory(module, memory),
  }
  const globals = linkGlobals(module, scope, foreign.globals)
  const definitions: Module = {
    ...module,
    ...linkFunctions(module, foreign.functions),
    imports: [],
    globals,
    tables: [...linkTables(module, scope, foreign.tables), ...module.tables],
    memories: memoryTypes(module),
    tags: [...ofKind(module, 'tag').map(({ type }) => type.type), ...module.tags],
  }
  const linked = {
    module: definitions,
    memoryBytes: memory?.sizeBytes ?? 0,
    memoryPages: memory?.pages ?? 0,
    globalValues: initialValues(globals),
    foreign,
  }
  return { linked, memory }
}

type ImportOf<Kind extends Import['type']['kind']> = Import & {
  type: Extract<Import['type'], { kind: Kind }>
}

function ofKind<Kind extends Import['type']['kind']>(module: Module, kind: Kind): ImportOf<Kind>[] {
  return module.imports.filter((entry): entry is ImportOf<Kind> => entry.type.kind === kind)
}

/** The functions of `spectest` print and return nothing: here they do nothing. Others are stubs that trap. */
function linkFunctions(module: Module, foreign: Map<number, string>): Pick<Module, 'functions' | 'code'> {
  const imports = ofKind(module, 'func')
  const code = imports.map((entry, index) => {
    const prints = entry.module === 'spectest' && entry.name.startsWith('print')
    if (!prints) foreign.set(index, `calls a function of another module, ${nameOf(entry)}`)
    const instructions = prints ? new CodeWriter().end() : new CodeWriter().op('unreachable').end()
    return { locals: [], instructions, offset: 0, instructionsOffset: 0 }
  })
  return {
    functions: [...imports.map(({ type }) => type.type), ...module.functions],
    code: [...code, ...module.code],
  }
}

function nameOf({ module, name }: Import): string {
  return `"${module}" "${name}"`
}

function linkGlobals(module: Module, scope: LinkingScope, foreign: Map<number, string>): Global[] {
  const imported = ofKind(module, 'global').map((entry, index): Global => {
    const type = entry.type.type
    const value = type.mutable ? undefined : importedValue(entry, scope)
    if (value !== undefined) return { type, init: constant(value) }
    foreign.set(index, `uses a global of another module, ${nameOf(entry)}`)
    // Mutable and without a value, so that nothing takes it for a constant.
    return { type: { ...type, mutable: true }, init: new CodeWriter().op('unreachable').end() }
  })
  return [...imported, ...module.globals]
}

function importedValue(entry: Import, scope: LinkingScope): Value | undefined {
  if (entry.module === 'spectest') return spectestGlobals[entry.name]
  return scope.exporter(entry.module)?.globalValue(entry.name)
}

function constant({ type, bits }: Value): Uint8Array {
  const code = new CodeWriter()
  if (type === 'i32') return code.i32(Number(bits)).end()
  if (type === 'i64') return code.op('i64.const', { kind: 'i64', value: BigInt.asIntN(64, bits) }).end()
  if (type === 'f32') return code.op('f32.const', { kind: 'f32', value: 0, bits: Number(bits) }).end()
  if (type === 'f64') return code.op('f64.const', { kind: 'f64', value: 0, bits }).end()
  const bytes = new Uint8Array(16)
  writeBits(bytes, 0, bits, 16)
  return code.op('v128.const', { kind: 'v128', bytes }).end()
}

function initialValues(globals: readonly Global[]): (Value | undefined)[] {
  const values: (Value | undefined)[] = []
  for (const { init } of globals) values.push(constantBits(init, values))
  return values
}

function linkMemory(module: Module, scope: LinkingScope): TestMemory | undefined {
  const imported = ofKind(module, 'memory')[0]
  if (imported?.module === 'spectest') return scope.spectestMemory
  if (imported !== undefined) return scope.exporter(imported.module)?.exportedMemory(imported.name)
  const [own] = module.memories
  if (own === undefined) return undefined
  return new TestMemory(Number(own.limits.minimum), 2 ** (own.pageSizeLog2 ?? Math.log2(pageSizeBytes)))
}

function foreignMemory(module: Module, memory: TestMemory | undefined): string | undefined {
  const [imported] = ofKind(module, 'memory')
  if (imported === undefined || memory !== undefined) return undefined
  return `uses a memory of another module, ${nameOf(imported)}`
}

function linkTables(module: Module, scope: LinkingScope, foreign: Map<number, string>): Table[] {
  return ofKind(module, 'table').map((entry, index) => {
    const own = entry.module === 'spectest' && !scope.spectestTableFilled
    if (!own) foreign.set(index, `uses a table of another module, ${nameOf(entry)}`)
    if (module.elements.some(({ mode, table }) => mode === 'active' && table === index)) {
      if (entry.module === 'spectest') scope.spectestTableFilled = true
      else scope.exporter(entry.module)?.spoilTables('a table that another module has changed')
    }
    const minimum = own ? BigInt(spectestTableSize) : entry.type.type.limits.minimum
    return { type: { ...entry.type.type, limits: { minimum } } }
  })
}
