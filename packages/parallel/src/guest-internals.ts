import { GuestError, TableIndexError } from '@weft/core'
import { globalExportName, hostExportNames } from './guest-module.js'

/** What `parallel_for` must see of a guest, wherever the guest runs. */
export interface GuestInternals {
  /**
   * What stands in the table of kernels: the same value for the same function. Throws `GuestError` for a guest without
   * a table, and `TableIndexError`.
   */
  tableEntry(tableIndex: number): unknown
  /** The index of a function that the guest defines; `undefined` for any other entry. */
  functionIndexOf(entry: unknown): number | undefined
  /** A global that `rewriteGuest` made visible; `value` is its present one. */
  globalOf(index: number): { readonly value: number | bigint }
}

/** Those of an instance on this thread. */
export class InstanceInternals implements GuestInternals {
  private readonly exports: WebAssembly.Exports
  private readonly table: WebAssembly.Table | undefined
  /** What the guest imports: functions among them are not its own, even where they stand in its table. */
  private readonly foreign: ReadonlySet<unknown>

  constructor(exports: WebAssembly.Exports, imports: WebAssembly.Imports) {
    this.exports = exports
    this.table = exports[hostExportNames.table] as WebAssembly.Table | undefined
    this.foreign = new Set(Object.values(imports).flatMap((fields) => Object.values(fields)))
  }

  tableEntry(tableIndex: number): unknown {
    const { table } = this
    if (table === undefined) {
      throw new GuestError('parallel_for needs a table: export it as __indirect_function_table or table')
    }
    const entry = entryOf(table, tableIndex)
    if (typeof entry !== 'function') throw new TableIndexError(`table index ${tableIndex} holds no function`)
    return entry
  }

  functionIndexOf(entry: unknown): number | undefined {
    // The JavaScript interface names an exported function after its index.
    const name = typeof entry === 'function' ? entry.name : ''
    return this.foreign.has(entry) || !/^\d+$/.test(name) ? undefined : Number(name)
  }

  globalOf(index: number): WebAssembly.Global {
    return this.exports[globalExportName(index)] as WebAssembly.Global
  }
}

function entryOf(table: WebAssembly.Table, tableIndex: number): unknown {
  try {
    return table.get(tableIndex)
  } catch {
    throw new TableIndexError(`table index ${tableIndex}: the table has ${table.length} entries`)
  }
}
