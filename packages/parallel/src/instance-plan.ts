import { GuestError } from '@weft/core'
import type { Module } from '@weft/wasm-binary'
import { createAbort } from './assemblyscript-abort.js'
import { type GuestInternals, InstanceInternals } from './guest-internals.js'
import { GuestMemory } from './guest-memory.js'
import { hostExportNames } from './guest-module.js'
import { importsFrom } from './imports-module.js'
import { linkGuest } from './link-guest.js'
import { createWasi, type WasiOptions } from './wasi.js'

/** All that it takes to instantiate a guest, besides the interface. */
export interface InstancePlan {
  readonly compiled: WebAssembly.Module
  /** What `compiled` imports, and the types of that. */
  readonly module: Module
  readonly imports: WebAssembly.Imports
  readonly importsUrl: string | undefined
  readonly wasi: WasiOptions | false
}

/** An instance in which nothing of the guest has run yet. */
export interface PlannedInstance {
  /** The host's own exports included. */
  readonly exports: WebAssembly.Exports
  readonly memory: WebAssembly.Memory | undefined
  readonly internals: GuestInternals
}

/** Throws `GuestError`, `OutOfMemoryError`. */
export async function instantiatePlan(
  plan: InstancePlan,
  interfaceImports: WebAssembly.Imports,
): Promise<PlannedInstance> {
  let memory = new GuestMemory(undefined)
  const wasi = plan.wasi === false ? undefined : await createWasi(plan.module, plan.wasi)
  const own = { env: { abort: createAbort(() => memory) } }
  const fromUrl = await importsFrom(plan.importsUrl, () => memory.memory)
  const imports = linkGuest(plan.module, interfaceImports, [plan.imports, fromUrl, wasi?.imports ?? {}, own])
  const exports = await instantiateModule(plan.compiled, imports)
  memory = new GuestMemory(exports[hostExportNames.memory] as WebAssembly.Memory | undefined)
  wasi?.attach(memory.memory)
  return { exports, memory: memory.memory, internals: new InstanceInternals(exports, imports) }
}

async function instantiateModule(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Exports> {
  try {
    return (await WebAssembly.instantiate(module, imports)).exports
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new GuestError(`the guest cannot be instantiated: ${message}`, { cause })
  }
}
