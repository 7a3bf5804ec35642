import { GuestError, maximumPages } from '@weft/core'
import { moduleName } from '@weft/spec'
import {
  decodeModule,
  type Export,
  encodeModule,
  evaluateConstant,
  forEachInstruction,
  globalTypes,
  importedCount,
  type MemoryType,
  type Module,
  memoryTypes,
  opcodeOf,
  tableTypes,
} from '@weft/wasm-binary'
import type { BufferHomes } from './guest-buffer.js'
import type { MemoryMode } from './options.js'

const prefix = 'weft:'

/** Names under which the host sees what a guest need not export. */
export const hostExportNames = { memory: 'weft:memory', table: 'weft:table', start: 'weft:start' } as const

/** Name under which the host sees the guest's global `index`. */
export function globalExportName(index: number): string {
  return `${prefix}global:${index}`
}

/** True for an export that `rewriteGuest` added. */
export function isHostExport(name: string): boolean {
  return name.startsWith(prefix)
}

/** Decodes a guest. Throws `BinaryError` for malformed bytes, `GuestError` for a guest the host cannot take. */
export function decodeGuest(bytes: Uint8Array): Module {
  const module = decodeModule(bytes)
  const taken = module.exports.find(({ name }) => isHostExport(name))
  if (taken === undefined) return module
  throw new GuestError(
    `the guest exports "${taken.name}": names that begin with ${prefix} belong to the host`,
  )
}

/** Where the buffers of a guest live: the default follows the form of kernels that it uses. */
export function homesOf(module: Module, mode: MemoryMode | undefined): BufferHomes {
  if (mode !== undefined) return mode === 'shared' ? 'guest' : 'device'
  if (!importsInterface(module, 'parallel_for')) return 'device'
  return importsInterface(module, 'parallel_exec') ? 'both' : 'guest'
}

/** True if the guest imports a function of the interface: that one, or any. */
export function importsInterface(module: Module, name?: string): boolean {
  return module.imports.some(
    (entry) => entry.module === moduleName && (name === undefined || entry.name === name),
  )
}

/**
 * The guest's module with its memory made shared, if asked, and with everything exported that the host must see. The
 * start function becomes an export, so that it runs when the host is ready for its calls. No index changes. Throws
 * `GuestError`.
 */
export function rewriteGuest(module: Module, makeShared: boolean): Module {
  const memoryIndex = importsInterface(module) ? interfaceMemory(module) : undefined
  const added: Export[] = []
  const add = (name: string, kind: Export['kind'], index: number) => added.push({ name, kind, index })
  if (memoryIndex !== undefined) add(hostExportNames.memory, 'memory', memoryIndex)
  if (memoryIndex === undefined && memoryTypes(module).length > 0) {
    add(hostExportNames.memory, 'memory', exportedIndex(module, 'memory', 'memory') ?? 0)
  }
  const tableIndex = kernelTable(module)
  if (tableIndex !== undefined) add(hostExportNames.table, 'table', tableIndex)
  if (module.start !== undefined) add(hostExportNames.start, 'func', module.start)
  if (importsInterface(module, 'parallel_for')) {
    for (const index of visibleGlobals(module)) add(globalExportName(index), 'global', index)
  }
  const { start: _, ...rest } = module
  const exported = { ...rest, exports: [...module.exports, ...added] }
  return makeShared && memoryIndex !== undefined ? withSharedMemory(exported, memoryIndex) : exported
}

/** Compiles a module. Throws `GuestError` with the engine's message. */
export async function compileGuest(module: Module): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(encodeModule(module) as Uint8Array<ArrayBuffer>)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new GuestError(`the guest is no valid WebAssembly module: ${message}`, { cause })
  }
}

/** The memory that the interface's pointers point into. */
function interfaceMemory(module: Module): number | undefined {
  const types = memoryTypes(module)
  const index = exportedIndex(module, 'memory', 'memory') ?? (types.length > 1 ? undefined : 0)
  if (types.length === 0) return undefined
  if (index === undefined) {
    throw new GuestError(`the guest has ${types.length} memories: export the one to use as "memory"`)
  }
  if (types[index]?.index === 'i64') {
    throw new GuestError('the guest has a 64-bit memory: wasi-parallel takes 32-bit pointers')
  }
  return index
}

function kernelTable(module: Module): number | undefined {
  const named =
    exportedIndex(module, 'table', '__indirect_function_table') ?? exportedIndex(module, 'table', 'table')
  return named ?? (tableTypes(module).length > 0 ? 0 : undefined)
}

function exportedIndex(module: Module, kind: Export['kind'], name: string): number | undefined {
  return module.exports.find((entry) => entry.kind === kind && entry.name === name)?.index
}

/** Globals whose value at the time of a call the module's bytes do not tell. */
export function visibleGlobals(module: Module): number[] {
  const imported = importedCount(module, 'global')
  return globalTypes(module).flatMap(({ value, mutable }, index) => {
    if (value !== 'i32' && value !== 'i64' && value !== 'f32' && value !== 'f64') return []
    const definition = module.globals[index - imported]
    const constant = !mutable && definition !== undefined && evaluateConstant(definition.init) !== undefined
    return constant ? [] : [index]
  })
}

function withSharedMemory(module: Module, memoryIndex: number): Module {
  // Room for buffers of the host; a guest that grows its memory itself would notice a higher maximum.
  const raise = !growsMemory(module)
  const sharedType = ({ limits, ...type }: MemoryType): MemoryType => ({
    ...type,
    shared: true,
    limits: {
      minimum: limits.minimum,
      maximum: (raise ? undefined : limits.maximum) ?? BigInt(maximumPages),
    },
  })
  let index = -1
  const imports = module.imports.map((entry) => {
    if (entry.type.kind !== 'memory') return entry
    index++
    if (index !== memoryIndex) return entry
    return { ...entry, type: { kind: 'memory' as const, type: sharedType(entry.type.type) } }
  })
  const imported = index + 1
  const memories = module.memories.map((type, own) =>
    imported + own === memoryIndex ? sharedType(type) : type,
  )
  return { ...module, imports, memories }
}

const memoryGrow = opcodeOf('memory.grow')

function growsMemory(module: Module): boolean {
  return module.code.some((body) => {
    let found = false
    forEachInstruction(body.instructions, ({ opcode }) => {
      if (opcode === memoryGrow) found = true
    })
    return found
  })
}
