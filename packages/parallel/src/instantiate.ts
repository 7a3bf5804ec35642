import type { DeviceInfo } from '@weft/backend'
import { assertBytes, GuestError } from '@weft/core'
import { type DeviceKind, device2021Kinds, deviceKinds } from '@weft/spec'
import type { Module } from '@weft/wasm-binary'
import { createAbort } from './assemblyscript-abort.js'
import { createCalling } from './calling.js'
import type { DeviceSession, Resolution } from './device-session.js'
import { Guest } from './guest.js'
import {
  compileGuest,
  decodeGuest,
  homesOf,
  hostExportNames,
  importsInterface,
  rewriteGuest,
} from './guest-module.js'
import { GuestInstance } from './instance.js'
import { createInterfaceImports } from './interface-imports.js'
import { linkGuest } from './link-guest.js'
import type { Settings } from './options.js'
import { createWasi, type WasiOptions } from './wasi.js'

export interface InstantiateOptions {
  /** For what the guest imports besides the interface and WASI. */
  readonly imports?: WebAssembly.Imports | undefined
  /** What a WASI preview 1 guest sees; `false` leaves WASI to `imports`. Default: standard streams, nothing else. */
  readonly wasi?: WasiOptions | false | undefined
  /** Ends a running kernel (errno `cancelled`), on devices that support it. Needs JSPI. */
  readonly signal?: AbortSignal | undefined
}

/** Instantiates a guest on devices of its own, and runs its start function. The guest closes the session. */
export async function instantiateGuest(
  bytes: Uint8Array,
  options: InstantiateOptions,
  settings: Settings,
  session: DeviceSession,
  onDispose: (instance: GuestInstance) => void,
): Promise<GuestInstance> {
  try {
    return await instantiateOn(session, bytes, options, settings, onDispose)
  } catch (error) {
    await session.close()
    throw error
  }
}

async function instantiateOn(
  session: DeviceSession,
  bytes: Uint8Array,
  options: InstantiateOptions,
  settings: Settings,
  onDispose: (instance: GuestInstance) => void,
): Promise<GuestInstance> {
  assertBytes('module', bytes)
  const module = decodeGuest(bytes)
  const rewritten = rewriteGuest(module, homesOf(module, settings.memory) !== 'device')
  const [compiled, resolutions] = await Promise.all([
    compileGuest(rewritten),
    resolveHints(module, settings, session),
  ])
  const calling = createCalling(whyItSuspends(options.signal, resolutions))
  const guest = new Guest({
    settings,
    module,
    homes: homesOf(module, settings.memory),
    resolutions,
    suspends: calling.suspends,
    signal: options.signal,
  })
  const wasi = options.wasi === false ? undefined : await createWasi(module, options.wasi ?? {})
  const abort = createAbort(() => guest.memory)
  const sources = [options.imports ?? {}, wasi?.imports ?? {}, { env: { abort } }]
  const imports = linkGuest(rewritten, createInterfaceImports(guest, calling), sources)
  const exports = await instantiateModule(compiled, imports)
  const memory = exports[hostExportNames.memory] as WebAssembly.Memory | undefined
  guest.attach(exports, memory, exports[hostExportNames.table] as WebAssembly.Table | undefined)
  guest.foreignFunctions = functionsIn(imports)
  wasi?.attach(memory)
  const instance = new GuestInstance(guest, calling, session, onDispose)
  await initialise(instance, exports)
  return instance
}

/** Runs the start function, and that of a WASI reactor, which has no `_start`. */
async function initialise(instance: GuestInstance, exports: WebAssembly.Exports): Promise<void> {
  await instance.callHostExport(hostExportNames.start)
  if (!('_start' in exports)) await instance.callHostExport('_initialize')
}

/** Opens what every hint that the guest can give leads to: calls of the guest cannot wait for it. */
async function resolveHints(
  module: Module,
  settings: Settings,
  session: DeviceSession,
): Promise<Map<DeviceKind, Resolution>> {
  if (!importsInterface(module)) return new Map()
  const kinds: readonly DeviceKind[] = settings.deviceNumbers === '2021' ? device2021Kinds : deviceKinds
  const accept = (info: DeviceInfo) => whyNotShared(info, settings)
  const resolutions = await Promise.all(
    kinds.map(async (kind) => [kind, await session.resolve(kind, accept)] as const),
  )
  return new Map(resolutions)
}

function whyNotShared(info: DeviceInfo, { memory }: Settings): string | undefined {
  if (memory !== 'shared' || info.supportsSharedMemory === true) return undefined
  return `${info.name} cannot run on the guest's memory, and the host asks for that (memory: shared)`
}

function whyItSuspends(
  signal: AbortSignal | undefined,
  resolutions: ReadonlyMap<DeviceKind, Resolution>,
): string | undefined {
  if (signal !== undefined) return 'a signal was given'
  for (const { opened } of resolutions.values()) {
    if (opened !== undefined && opened.info.supportsSynchronousCalls !== true) {
      return `the device ${opened.info.name} answers with promises`
    }
  }
  return undefined
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

function functionsIn(imports: WebAssembly.Imports): ReadonlySet<unknown> {
  return new Set(Object.values(imports).flatMap((fields) => Object.values(fields)))
}
