import type { WASI } from 'node:wasi'
import { GuestError } from '@weft/core'
import type { Module } from '@weft/wasm-binary'

/** What a WASI preview 1 guest sees of the system; as in `node:wasi`. */
export interface WasiOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Guest path to host path. */
  readonly preopens?: Readonly<Record<string, string>>
  readonly stdin?: number
  readonly stdout?: number
  readonly stderr?: number
}

/** WASI preview 1 for one guest. */
export interface Wasi {
  readonly imports: WebAssembly.Imports
  /** Gives WASI the guest's memory. To be called once, before the guest runs. */
  attach(memory: WebAssembly.Memory | undefined): void
}

/** Thrown through a guest that ends itself with `proc_exit`. */
export class GuestExit {
  readonly code: number

  constructor(code: number) {
    this.code = code
  }
}

const versions = { wasi_snapshot_preview1: 'preview1', wasi_unstable: 'unstable' } as const

/** WASI preview 1 by `node:wasi`, if the guest imports it. Throws `GuestError` where there is no `node:wasi`. */
export async function createWasi(module: Module, options: WasiOptions): Promise<Wasi | undefined> {
  const names = Object.keys(versions) as (keyof typeof versions)[]
  const name = names.find((known) => module.imports.some((entry) => entry.module === known))
  if (name === undefined) return undefined
  const Constructor = await loadWasi(name)
  const wasi = new Constructor({
    version: versions[name],
    returnOnExit: true,
    ...(options.args === undefined ? {} : { args: [...options.args] }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.preopens === undefined ? {} : { preopens: options.preopens }),
    stdin: options.stdin ?? 0,
    stdout: options.stdout ?? 1,
    stderr: options.stderr ?? 2,
  })
  const functions = { ...wasi.wasiImport, proc_exit: exitGuest } as WebAssembly.ModuleImports
  return {
    imports: { [name]: functions },
    // An instance without `_initialize` makes this set the memory and nothing else, in every version of Node.
    attach: (memory) => wasi.initialize({ exports: memory === undefined ? {} : { memory } }),
  }
}

function exitGuest(code: number): never {
  throw new GuestExit(code)
}

async function loadWasi(name: string): Promise<typeof WASI> {
  try {
    return (await import('node:wasi')).WASI
  } catch (cause) {
    throw new GuestError(`the guest imports ${name}, which needs node:wasi: supply it in imports`, { cause })
  }
}
